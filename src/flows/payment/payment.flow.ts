import { Injectable } from '@nestjs/common';
import { Saga } from '@nestjs/cqrs';
import { asks, asksUntilDeadline, genericFlow, on, sagaOf } from '../../kernel/flow';
import type { Meta } from '../../kernel/message';
import {
  AskAfterPaymentTask,
  AskUntilDeadlineTask,
  ConcludePaymentCommand,
  PaymentInitiatedEvent,
  PaymentOverdueEvent,
  PaymentSubmittedEvent,
  PaymentUnknownEvent,
  RecordPaymentNewsCommand,
  SubmitPaymentTask,
  type InitiatedPayment,
  type OpenPayment,
} from './payment.messages';

const order = ({
  paymentId,
  provider,
  direction,
  amount,
  method,
}: InitiatedPayment): InitiatedPayment => ({ paymentId, provider, direction, amount, method });

const openOrder = (payment: InitiatedPayment, { at }: Meta): OpenPayment => ({
  ...order(payment),
  since: at,
});

/** A payment with the outside world: ordered, told of, ended. It knows no account and no flow. */
const paymentFlow = genericFlow(
  'payment',
  asks(PaymentInitiatedEvent, SubmitPaymentTask, RecordPaymentNewsCommand, order),
  asksUntilDeadline(
    PaymentInitiatedEvent,
    AskUntilDeadlineTask,
    RecordPaymentNewsCommand,
    openOrder,
  ),
  asksUntilDeadline(PaymentOverdueEvent, AskUntilDeadlineTask, RecordPaymentNewsCommand, openOrder),
  asks(PaymentUnknownEvent, AskAfterPaymentTask, RecordPaymentNewsCommand, order),
  on(PaymentSubmittedEvent, ConcludePaymentCommand, ({ paymentId, news }) => ({ paymentId, news })),
);

@Injectable()
export class PaymentSaga {
  @Saga()
  readonly payment = sagaOf(paymentFlow);
}
