import type { Instant } from '../kernel/clock';
import type { AccountId, EntryId, FlowId, TenantId } from '../kernel/ids';
import { add, isNegative, isZero, negate, type Money } from '../money';

/**
 * The tenant's own accounts. `clearing:<provider>` is what a payment provider owes us, `fx` holds
 * the position that conversions leave, `fees` what we earn.
 */
export type InternalAccount = `clearing:${string}` | 'fx' | 'fees';
/** A customer's account is a liability: credits raise its balance, debits lower it. */
export type LedgerAccount = AccountId | InternalAccount;
export type Side = 'debit' | 'credit';

export const isCustomer = (account: LedgerAccount): account is AccountId =>
  account.startsWith('acc_');

/** The same amount out of one account and into another: balanced by its very shape. */
export interface Move {
  readonly debit: LedgerAccount;
  readonly credit: LedgerAccount;
  readonly amount: Money;
}

export const move = (debit: LedgerAccount, credit: LedgerAccount, amount: Money): Move => ({
  debit,
  credit,
  amount,
});

/** What a conversion rounded away; the amounts are major units of the target currency. */
export interface ConversionRecord {
  readonly currency: string;
  /** Of the customer: a credit gave them the amount, a debit took it. */
  readonly side: Side;
  readonly exact: string;
  readonly rounded: string;
  /** exact - rounded: positive when the customer's side was rounded down. */
  readonly remainder: string;
  /** What the tenant's spread took, never negative; "0" without one. */
  readonly spread: string;
}

/** What the ledger keeps of a conversion beside its legs. */
export const conversionRecordOf = ({
  side,
  amount,
  exact,
  remainder,
  spread,
}: {
  readonly side: Side;
  readonly amount: Money;
  readonly exact: string;
  readonly remainder: string;
  readonly spread: { readonly amount: string };
}): ConversionRecord => ({
  currency: amount.currency,
  side,
  exact,
  rounded: amount.amount,
  remainder,
  spread: spread.amount,
});

export interface Leg {
  readonly account: LedgerAccount;
  readonly side: Side;
  /** Always positive; the side says the direction. */
  readonly amount: Money;
}

/** An entry before it has a name: what an event orders to be posted. */
export interface EntryDraft {
  readonly moves: readonly Move[];
  readonly conversions: readonly ConversionRecord[];
}

/**
 * Legs that sum to zero in each currency. It is made of moves only, so that an unbalanced entry
 * cannot be built; legs of the same account and currency are netted, and what nets to nothing
 * (the two fx legs of a conversion at rate 1) is left out.
 */
export interface Entry {
  readonly id: EntryId;
  readonly tenantId: TenantId;
  readonly flowId: FlowId;
  /** The event that posted it. */
  readonly type: string;
  readonly postedAt: Instant;
  readonly legs: readonly Leg[];
  readonly conversions: readonly ConversionRecord[];
}

interface Net {
  readonly account: LedgerAccount;
  readonly credited: Money;
}

const netted = (moves: readonly Move[]): readonly Net[] => {
  // An entry has few legs: to look through them is quicker than to name each.
  const nets: Net[] = [];
  const book = (account: LedgerAccount, amount: Money): void => {
    const at = nets.findIndex(
      (net) => net.account === account && net.credited.currency === amount.currency,
    );
    const before = nets[at];
    if (before === undefined) nets.push({ account, credited: amount });
    else nets[at] = { account, credited: add(before.credited, amount) };
  };
  for (const { debit, credit, amount } of moves) {
    book(debit, negate(amount));
    book(credit, amount);
  }
  return nets;
};

const legOf = ({ account, credited }: Net): Leg =>
  isNegative(credited)
    ? { account, side: 'debit', amount: negate(credited) }
    : { account, side: 'credit', amount: credited };

/** The legs that a list of moves comes to; always balanced per currency. */
export const legsOf = (moves: readonly Move[]): readonly Leg[] =>
  netted(moves)
    .filter(({ credited }) => !isZero(credited))
    .map(legOf);
