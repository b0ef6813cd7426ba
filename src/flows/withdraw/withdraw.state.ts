import type { Metadata } from '../../accounts/account';
import type { Day } from '../../kernel/clock';
import { flowIdOf } from '../../kernel/message';
import { becomes, effects, projection, starts } from '../../kernel/projection';
import {
  beginFlow,
  endFlow,
  hold,
  post,
  release,
  returnUsage,
  reserveUsage,
} from '../../ledger/ledger.effects';
import { conversionRecordOf, move } from '../../ledger/entry';
import type { AccountId, QuoteId } from '../../kernel/ids';
import type { Money } from '../../money';
import { useQuote } from '../../rates/quotes.effects';
import type { Converted } from '../conversion/conversion.messages';
import type { PaidFlow, PayingFlow } from '../payment/payment.state';
import {
  WithdrawCompletedEvent,
  WithdrawConversionDoneEvent,
  WithdrawFailedEvent,
  WithdrawRejectedEvent,
  WithdrawRequestedEvent,
  WithdrawValidatedEvent,
} from './withdraw.messages';

/** A withdrawal as it remembers itself. */
export interface Withdrawal extends PayingFlow {
  readonly kind: 'withdraw';
  readonly accountId: AccountId;
  readonly requested: Money;
  readonly provider: string;
  readonly destination: string;
  readonly quoteId: QuoteId | null;
  readonly day: Day;
  /** In the account's own currency; null until it was converted. */
  readonly conversion: Converted | null;
  readonly failure: { readonly code: string; readonly detail: string } | null;
  readonly metadata: Metadata;
}

/** A withdrawal whose amount is known in the account's currency. */
export interface ConvertedWithdrawal extends Withdrawal {
  readonly conversion: Converted;
}

/** A withdrawal that was validated and is being paid. */
export type PaidWithdrawal = ConvertedWithdrawal & PaidFlow;

const daysUsage = ({
  accountId,
  day,
  converted,
}: {
  readonly accountId: AccountId;
  readonly day: Day;
  readonly converted: Money;
}) => ({ accountId, operation: 'withdraw' as const, day, amount: converted });

export const withdrawProjection = projection(
  'withdraw',
  starts(
    WithdrawRequestedEvent,
    (
      { accountId, requested, provider, destination, quoteId, day, metadata },
      meta,
    ): Withdrawal => ({
      tenantId: meta.tenantId,
      id: flowIdOf(meta),
      kind: 'withdraw',
      status: 'pending',
      accountIds: [accountId],
      paymentId: null,
      accountId,
      requested,
      provider,
      destination,
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
  becomes(WithdrawConversionDoneEvent, (withdraw: Withdrawal, { conversion }) => ({
    ...withdraw,
    conversion,
  })),
  becomes(WithdrawRejectedEvent, (withdraw: Withdrawal, { refusal }) => ({
    ...withdraw,
    status: 'rejected' as const,
    failure: { code: refusal.code, detail: refusal.detail },
  })),
  becomes(WithdrawCompletedEvent, (withdraw: Withdrawal) => ({
    ...withdraw,
    status: 'completed' as const,
  })),
  becomes(WithdrawFailedEvent, (withdraw: Withdrawal, { failure }) => ({
    ...withdraw,
    status: 'failed' as const,
    failure,
  })),

  effects(WithdrawValidatedEvent, (validated) => [
    ...useQuote(validated.quoteId),
    beginFlow(validated.accountId),
    reserveUsage(daysUsage(validated)),
    hold(validated.accountId, validated.converted),
  ]),
  effects(WithdrawCompletedEvent, ({ accountId, provider, requested, converted, conversion }) => [
    release(accountId, converted),
    post(
      [move(accountId, 'fx', converted), move('fx', `clearing:${provider}`, requested)],
      [conversionRecordOf(conversion)],
    ),
    endFlow(accountId),
  ]),
  effects(WithdrawFailedEvent, (failed) => [
    release(failed.accountId, failed.converted),
    returnUsage(daysUsage(failed)),
    endFlow(failed.accountId),
  ]),
);
