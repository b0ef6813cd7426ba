import { Injectable } from '@nestjs/common';
import { Saga } from '@nestjs/cqrs';
import { flow, on, sagaOf } from '../../kernel/flow';
import { only } from '../../kernel/lists';
import {
  ConversionDoneEvent,
  ConversionFailedEvent,
  RequestConversionCommand,
} from '../conversion/conversion.messages';
import {
  InitiatePaymentCommand,
  PaymentCompletedEvent,
  PaymentFailedEvent,
} from '../payment/payment.messages';
import {
  CompleteWithdrawCommand,
  WithdrawConversionDoneEvent,
  WithdrawRequestedEvent,
  WithdrawValidatedEvent,
  FailWithdrawCommand,
  RecordWithdrawConversionCommand,
  RejectWithdrawCommand,
  ValidateWithdrawCommand,
} from './withdraw.messages';

/** Money goes out: converted, judged, held, paid, and the hold settled or released. */
const withdrawFlow = flow(
  'withdraw',
  on(
    WithdrawRequestedEvent,
    RequestConversionCommand,
    ({ requested, accountCurrency, quoteId }) => ({
      from: requested,
      targets: [{ side: 'debit' as const, currency: accountCurrency }],
      quoteId,
    }),
  ),
  on(ConversionDoneEvent, RecordWithdrawConversionCommand, ({ results }) => ({
    conversion: only(results),
  })),
  on(ConversionFailedEvent, RejectWithdrawCommand, ({ refusal }) => ({ refusal })),
  on(
    WithdrawConversionDoneEvent,
    ValidateWithdrawCommand,
    ({ accountId, requested, converted }) => ({
      accountId,
      requested,
      converted,
    }),
  ),
  on(WithdrawValidatedEvent, InitiatePaymentCommand, ({ provider, requested, destination }) => ({
    provider,
    direction: 'out' as const,
    amount: requested,
    method: destination,
  })),
  on(PaymentCompletedEvent, CompleteWithdrawCommand, ({ paymentId }) => ({ paymentId })),
  on(PaymentFailedEvent, FailWithdrawCommand, ({ code, reason }) => ({ code, reason })),
);

@Injectable()
export class WithdrawSaga {
  @Saga()
  readonly withdraw = sagaOf(withdrawFlow);
}
