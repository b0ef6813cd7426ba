import { Injectable } from '@nestjs/common';
import { Saga } from '@nestjs/cqrs';
import { flow, on, sagaOf } from '../../kernel/flow';
import { both } from '../../kernel/lists';
import {
  ConversionDoneEvent,
  ConversionFailedEvent,
  RequestConversionCommand,
  type Converted,
} from '../conversion/conversion.messages';
import {
  CompleteTransferCommand,
  RecordTransferConversionCommand,
  RejectTransferCommand,
  TransferConversionDoneEvent,
  TransferRequestedEvent,
  TransferValidatedEvent,
  ValidateTransferCommand,
  type TransferConversions,
} from './transfer.messages';

/** In the order of the targets that were asked for. */
const bothSides = ([debit, credit]: readonly [Converted, Converted]): TransferConversions => ({
  debit,
  credit,
});

/** Money moves between two accounts: converted for both, judged for both, posted at once. */
const transferFlow = flow(
  'transfer',
  on(
    TransferRequestedEvent,
    RequestConversionCommand,
    ({ requested, fromCurrency, toCurrency, quoteId }) => ({
      from: requested,
      targets: [
        { side: 'debit' as const, currency: fromCurrency },
        { side: 'credit' as const, currency: toCurrency },
      ],
      quoteId,
    }),
  ),
  on(ConversionDoneEvent, RecordTransferConversionCommand, ({ results }) => ({
    conversions: bothSides(both(results)),
  })),
  on(ConversionFailedEvent, RejectTransferCommand, ({ refusal }) => ({ refusal })),
  on(
    TransferConversionDoneEvent,
    ValidateTransferCommand,
    ({ fromAccountId, toAccountId, requested, debited, credited }) => ({
      fromAccountId,
      toAccountId,
      requested,
      debited,
      credited,
    }),
  ),
  on(
    TransferValidatedEvent,
    CompleteTransferCommand,
    ({ fromAccountId, toAccountId, requested, debited, credited }) => ({
      fromAccountId,
      toAccountId,
      requested,
      debited,
      credited,
    }),
  ),
);

@Injectable()
export class TransferSaga {
  @Saga()
  readonly transfer = sagaOf(transferFlow);
}
