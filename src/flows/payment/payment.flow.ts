import { Injectable } from '@nestjs/common';
import { Saga } from '@nestjs/cqrs';
import { asks, asksAtDeadline, genericFlow, on, sagaOf } from '../../kernel/flow';
import {
  AskAfterPaymentTask,
  AskAtDeadlineTask,
  ConcludePaymentCommand,
  PaymentInitiatedEvent,
  PaymentOverdueEvent,
  PaymentSubmittedEvent,
  PaymentUnknownEvent,
  RecordPaymentNewsCommand,
  SubmitPaymentTask,
  type InitiatedPayment,
} from './payment.messages';

const order = ({
  paymentId,
  provider,
  direction,
  amount,
  method,
}: InitiatedPayment): InitiatedPayment => ({ paymentId, provider, direction, amount, method });

/** A payment with the outside world: ordered, told of, ended. It knows no account and no flow. */
const paymentFlow = genericFlow(
  'payment',
  asks(PaymentInitiatedEvent, SubmitPaymentTask, RecordPaymentNewsCommand, order),
  asksAtDeadline(PaymentInitiatedEvent, AskAtDeadlineTask, RecordPaymentNewsCommand, order),
  asksAtDeadline(PaymentOverdueEvent, AskAtDeadlineTask, RecordPaymentNewsCommand, order),
  asks(PaymentUnknownEvent, AskAfterPaymentTask, RecordPaymentNewsCommand, order),
  on(PaymentSubmittedEvent, ConcludePaymentCommand, ({ paymentId, news }) => ({ paymentId, news })),
);

@Injectable()
export class PaymentSaga {
  @Saga()
  readonly payment = sagaOf(paymentFlow);
}
