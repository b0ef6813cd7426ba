import type { Day } from '../kernel/clock';
import type { AccountId } from '../kernel/ids';
import type { FlowKind } from '../kernel/message';
import type { Money } from '../money';
import type { ConversionRecord, EntryDraft, Move } from './entry';

/** What an event may do to the books: values, carried out by the engine. */
export type LedgerEffect =
  | { readonly kind: 'post'; readonly entry: EntryDraft }
  | { readonly kind: 'hold'; readonly accountId: AccountId; readonly amount: Money }
  | { readonly kind: 'release'; readonly accountId: AccountId; readonly amount: Money }
  | ({ readonly kind: 'reserve-usage' } & UsageChange)
  | ({ readonly kind: 'return-usage' } & UsageChange)
  | { readonly kind: 'begin-flow'; readonly accountId: AccountId }
  | { readonly kind: 'end-flow'; readonly accountId: AccountId };

/** What counts against a daily limit: the day is the UTC day of the request. */
export interface UsageChange {
  readonly accountId: AccountId;
  readonly operation: FlowKind;
  readonly day: Day;
  readonly amount: Money;
}

/** Posts one balanced entry. */
export const post = (
  moves: readonly Move[],
  conversions: readonly ConversionRecord[],
): LedgerEffect => ({ kind: 'post', entry: { moves, conversions } });

/** Promises funds to a payment that has not ended; they are no longer available. */
export const hold = (accountId: AccountId, amount: Money): LedgerEffect => ({
  kind: 'hold',
  accountId,
  amount,
});

/** Takes a hold back, or settles it: the amount that was held, to the last digit. */
export const release = (accountId: AccountId, amount: Money): LedgerEffect => ({
  kind: 'release',
  accountId,
  amount,
});

/** Counts an amount against the day's limit. */
export const reserveUsage = (usage: UsageChange): LedgerEffect => ({
  kind: 'reserve-usage',
  ...usage,
});

/** Gives an amount back to the day that it was counted against. */
export const returnUsage = (usage: UsageChange): LedgerEffect => ({
  kind: 'return-usage',
  ...usage,
});

/** The account has one more flow under way, and cannot be closed. */
export const beginFlow = (accountId: AccountId): LedgerEffect => ({
  kind: 'begin-flow',
  accountId,
});

export const endFlow = (accountId: AccountId): LedgerEffect => ({ kind: 'end-flow', accountId });
