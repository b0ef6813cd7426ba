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
  CompleteDepositCommand,
  DepositConversionDoneEvent,
  DepositRequestedEvent,
  DepositValidatedEvent,
  FailDepositCommand,
  RecordDepositConversionCommand,
  RejectDepositCommand,
  ValidateDepositCommand,
} from './deposit.messages';

/** Money comes in from outside: converted, judged, paid, and only then credited. */
const depositFlow = flow(
  'deposit',
  on(
    DepositRequestedEvent,
    RequestConversionCommand,
    ({ requested, accountCurrency, quoteId }) => ({
      from: requested,
      targets: [{ side: 'credit' as const, currency: accountCurrency }],
      quoteId,
    }),
  ),
  on(ConversionDoneEvent, RecordDepositConversionCommand, ({ results }) => ({
    conversion: only(results),
  })),
  on(ConversionFailedEvent, RejectDepositCommand, ({ refusal }) => ({ refusal })),
  on(DepositConversionDoneEvent, ValidateDepositCommand, ({ accountId, requested, converted }) => ({
    accountId,
    requested,
    converted,
  })),
  on(DepositValidatedEvent, InitiatePaymentCommand, ({ provider, requested, source }) => ({
    provider,
    direction: 'in' as const,
    amount: requested,
    method: source,
  })),
  on(PaymentCompletedEvent, CompleteDepositCommand, ({ paymentId }) => ({ paymentId })),
  on(PaymentFailedEvent, FailDepositCommand, ({ code, reason }) => ({ code, reason })),
);

@Injectable()
export class DepositSaga {
  @Saga()
  readonly deposit = sagaOf(depositFlow);
}
