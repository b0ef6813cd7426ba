import type { Metadata } from '../../accounts/account';
import type { Day } from '../../kernel/clock';
import { flowIdOf } from '../../kernel/message';
import { becomes, effects, projection, starts } from '../../kernel/projection';
import { beginFlow, endFlow, post, returnUsage, reserveUsage } from '../../ledger/ledger.effects';
import { conversionRecordOf, move } from '../../ledger/entry';
import type { AccountId, QuoteId } from '../../kernel/ids';
import type { Money } from '../../money';
import { useQuote } from '../../rates/quotes.effects';
import type { Converted } from '../conversion/conversion.messages';
import type { PaidFlow, PayingFlow } from '../payment/payment.state';
import {
  DepositCompletedEvent,
  DepositConversionDoneEvent,
  DepositFailedEvent,
  DepositRejectedEvent,
  DepositRequestedEvent,
  DepositValidatedEvent,
} from './deposit.messages';

/** A deposit as it remembers itself. */
export interface Deposit extends PayingFlow {
  readonly kind: 'deposit';
  readonly accountId: AccountId;
  readonly requested: Money;
  readonly provider: string;
  readonly source: string;
  readonly quoteId: QuoteId | null;
  readonly day: Day;
  /** In the account's own currency; null until it was converted. */
  readonly conversion: Converted | null;
  readonly failure: { readonly code: string; readonly detail: string } | null;
  readonly metadata: Metadata;
}

/** A deposit whose amount is known in the account's currency. */
export interface ConvertedDeposit extends Deposit {
  readonly conversion: Converted;
}

/** A deposit that was validated and is being paid. */
export type PaidDeposit = ConvertedDeposit & PaidFlow;

const daysUsage = ({
  accountId,
  day,
  converted,
}: {
  readonly accountId: AccountId;
  readonly day: Day;
  readonly converted: Money;
}) => ({ accountId, operation: 'deposit' as const, day, amount: converted });

export const depositProjection = projection(
  'deposit',
  starts(
    DepositRequestedEvent,
    ({ accountId, requested, provider, source, quoteId, day, metadata }, meta): Deposit => ({
      tenantId: meta.tenantId,
      id: flowIdOf(meta),
      kind: 'deposit',
      status: 'pending',
      accountIds: [accountId],
      paymentId: null,
      accountId,
      requested,
      provider,
      source,
      quoteId,
      day,
      conversion: null,
      payment: null,
      failure: null,
      metadata,
      createdAt: meta.at,
      updatedAt: meta.at,
    }),
  ),
  becomes(DepositConversionDoneEvent, (deposit: Deposit, { conversion }) => ({
    ...deposit,
    conversion,
  })),
  becomes(DepositRejectedEvent, (deposit: Deposit, { refusal }) => ({
    ...deposit,
    status: 'rejected' as const,
    failure: { code: refusal.code, detail: refusal.detail },
  })),
  becomes(DepositCompletedEvent, (deposit: Deposit) => ({
    ...deposit,
    status: 'completed' as const,
  })),
  becomes(DepositFailedEvent, (deposit: Deposit, { failure }) => ({
    ...deposit,
    status: 'failed' as const,
    failure,
  })),

  effects(DepositValidatedEvent, (validated) => [
    ...useQuote(validated.quoteId),
    beginFlow(validated.accountId),
    reserveUsage(daysUsage(validated)),
  ]),
  effects(DepositCompletedEvent, ({ accountId, provider, requested, converted, conversion }) => [
    post(
      [move(`clearing:${provider}`, 'fx', requested), move('fx', accountId, converted)],
      [conversionRecordOf(conversion)],
    ),
    endFlow(accountId),
  ]),
  effects(DepositFailedEvent, (failed) => [
    returnUsage(daysUsage(failed)),
    endFlow(failed.accountId),
  ]),
);
