import type { Account, AccountLimits, Metadata, OperationLimits } from '../../accounts/account';
import { crossedOperations, MINIMUM_FITS } from '../../accounts/account.rules';
import type { AccountChange, AccountTerms, LimitChanges } from '../../accounts/accounts.messages';
import { allowanceFits } from '../../http/fields';
import type { AccountId } from '../../kernel/ids';
import { moneyOf, zero, type Money } from '../../money';

type Bound = keyof OperationLimits;
type Operation = keyof AccountLimits;
/** Undefined: not spoken of; null: no bound. */
type BoundsText = Readonly<Partial<Record<Bound, string | null | undefined>>>;
type LimitsText = Readonly<Partial<Record<Operation, BoundsText | null | undefined>>>;

/** The amounts of an account as they are asked for: text, in the account's own currency. */
export interface TermsText {
  readonly limits?: LimitsText | null | undefined;
  readonly overdraft?: string | null | undefined;
}

/** An issue in the form that a schema takes up. */
interface Found {
  code: 'custom';
  path: string[];
  message: string;
}

const BOUNDS: readonly Bound[] = ['min', 'max', 'daily'];
const OPERATIONS: readonly Operation[] = ['deposit', 'withdraw', 'transfer'];

const free: OperationLimits = { min: null, max: null, daily: null };
export const noLimits: AccountLimits = { deposit: free, withdraw: free, transfer: free };

/**
 * What is wrong with the amounts of a new account: not of the currency, or a minimum above the
 * maximum.
 */
export function issuesOfTerms(terms: TermsText, currency: string): readonly Found[] {
  const misfits = amountsThatDoNotFit(terms, currency);
  return misfits.length > 0 ? misfits : crossedBounds(limitsOf(terms, currency));
}

/** Where amounts are none of the currency, which an account keeps for ever. */
export function amountsThatDoNotFit(terms: TermsText, currency: string): readonly Found[] {
  const issues: Found[] = [];
  const check = (amount: string | null | undefined, path: readonly string[]): void => {
    if (amount === null || amount === undefined) return;
    allowanceFits(amount, currency, path, { addIssue: (issue) => issues.push(issue) });
  };
  check(terms.overdraft, ['overdraft']);
  for (const operation of OPERATIONS) {
    for (const bound of BOUNDS) {
      check(terms.limits?.[operation]?.[bound], ['limits', operation, bound]);
    }
  }
  return issues;
}

const crossedBounds = (limits: AccountLimits): readonly Found[] =>
  crossedOperations(limits).map((operation) => ({
    code: 'custom',
    path: ['limits', operation],
    message: MINIMUM_FITS,
  }));

const limitsOf = (terms: TermsText, currency: string): AccountLimits => {
  const asked = limitChanges(terms.limits, currency) ?? {};
  return {
    deposit: { ...free, ...asked.deposit },
    withdraw: { ...free, ...asked.withdraw },
    transfer: { ...free, ...asked.transfer },
  };
};

/** Checked limits as the command has them: what is not spoken of is not in it, null is no bound. */
function limitChanges(
  limits: LimitsText | null | undefined,
  currency: string,
): LimitChanges | undefined {
  if (limits === undefined) return undefined;
  if (limits === null) return noLimits;
  return Object.fromEntries(
    Object.entries(limits).flatMap(([operation, bounds]) =>
      bounds === undefined ? [] : [[operation, boundChanges(bounds, currency)]],
    ),
  );
}

const boundChanges = (bounds: BoundsText | null, currency: string): Partial<OperationLimits> =>
  bounds === null
    ? free
    : Object.fromEntries(
        Object.entries(bounds).flatMap(([bound, amount]: [string, string | null | undefined]) =>
          amount === undefined ? [] : [[bound, amount === null ? null : moneyOf(amount, currency)]],
        ),
      );

const overdraftOf = (amount: string | null | undefined, currency: string): Money =>
  moneyOf(amount ?? zero(currency).amount, currency);

/** The terms of a new account, from a body that was checked. */
export const termsOf = (
  accountId: AccountId,
  asked: TermsText & {
    readonly currency: string;
    readonly name?: string | null | undefined;
    readonly reference?: string | null | undefined;
    readonly metadata?: Metadata | null | undefined;
  },
): AccountTerms => ({
  accountId,
  currency: asked.currency,
  name: asked.name ?? null,
  reference: asked.reference ?? null,
  limits: limitsOf(asked, asked.currency),
  overdraft: overdraftOf(asked.overdraft, asked.currency),
  metadata: asked.metadata ?? {},
});

type Patch = TermsText & {
  readonly name?: string | null | undefined;
  readonly metadata?: Readonly<Record<string, string | null>> | null | undefined;
};

/** A checked merge patch as the command has it. */
export function changeOf(
  account: Account,
  patch: Patch,
  expectedVersion: number | null,
): AccountChange {
  const { currency } = account;
  const limits = limitChanges(patch.limits, currency);
  return {
    accountId: account.id,
    expectedVersion,
    ...(patch.name !== undefined && { name: patch.name }),
    ...(limits && { limits }),
    ...(patch.overdraft !== undefined && { overdraft: overdraftOf(patch.overdraft, currency) }),
    ...(patch.metadata !== undefined && { metadata: patch.metadata ?? allRemoved(account) }),
  };
}

const allRemoved = ({ metadata }: Account): Readonly<Record<string, null>> =>
  Object.fromEntries(Object.keys(metadata).map((key) => [key, null]));
