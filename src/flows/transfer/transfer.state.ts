import type { Metadata } from '../../accounts/account';
import type { Day } from '../../kernel/clock';
import type { FlowState } from '../../kernel/flow-state';
import type { AccountId, QuoteId } from '../../kernel/ids';
import { flowIdOf } from '../../kernel/message';
import { becomes, effects, projection, starts } from '../../kernel/projection';
import { conversionRecordOf, move } from '../../ledger/entry';
import { post, reserveUsage } from '../../ledger/ledger.effects';
import type { Money } from '../../money';
import { useQuote } from '../../rates/quotes.effects';
import {
  TransferCompletedEvent,
  TransferConversionDoneEvent,
  TransferRejectedEvent,
  TransferRequestedEvent,
  TransferValidatedEvent,
  type TransferConversions,
} from './transfer.messages';

/** A transfer as it remembers itself. */
export interface Transfer extends FlowState {
  readonly kind: 'transfer';
  readonly fromAccountId: AccountId;
  readonly toAccountId: AccountId;
  readonly requested: Money;
  readonly quoteId: QuoteId | null;
  readonly day: Day;
  /** Each in its account's own currency; null until they were converted. */
  readonly conversions: TransferConversions | null;
  readonly failure: { readonly code: string; readonly detail: string } | null;
  readonly metadata: Metadata;
}

/** A transfer whose amounts are known in both accounts' currencies. */
export interface ConvertedTransfer extends Transfer {
  readonly conversions: TransferConversions;
}

export const transferProjection = projection(
  'transfer',
  starts(
    TransferRequestedEvent,
    ({ fromAccountId, toAccountId, requested, quoteId, day, metadata }, meta): Transfer => ({
      tenantId: meta.tenantId,
      id: flowIdOf(meta),
      kind: 'transfer',
      status: 'pending',
      accountIds: [fromAccountId, toAccountId],
      paymentId: null,
      fromAccountId,
      toAccountId,
      requested,
      quoteId,
      day,
      conversions: null,
      failure: null,
      metadata,
      createdAt: meta.at,
      updatedAt: meta.at,
    }),
  ),
  becomes(TransferConversionDoneEvent, (transfer: Transfer, { conversions }) => ({
    ...transfer,
    conversions,
  })),
  becomes(TransferRejectedEvent, (transfer: Transfer, { refusal }) => ({
    ...transfer,
    status: 'rejected' as const,
    failure: { code: refusal.code, detail: refusal.detail },
  })),
  becomes(TransferCompletedEvent, (transfer: Transfer) => ({
    ...transfer,
    status: 'completed' as const,
  })),

  effects(TransferValidatedEvent, ({ fromAccountId, debited, day, quoteId }) => [
    ...useQuote(quoteId),
    reserveUsage({ accountId: fromAccountId, operation: 'transfer', day, amount: debited }),
  ]),
  effects(
    TransferCompletedEvent,
    ({ fromAccountId, toAccountId, debited, credited, conversions }) => [
      post(
        [move(fromAccountId, 'fx', debited), move('fx', toAccountId, credited)],
        [conversionRecordOf(conversions.debit), conversionRecordOf(conversions.credit)],
      ),
    ],
  ),
);
