import type { Day } from '../kernel/clock';
import type { FlowKind } from '../kernel/message';
import type { Rule } from '../kernel/rules';
import { available } from '../ledger/balance';
import { add, atLeast, atMost, isNegative, subtract, zero, type Money } from '../money';
import type { Account } from './account';

/** What the rules of an operation look at: everything in the account's own currency. */
export interface OperationFacts {
  readonly account: Account;
  readonly operation: FlowKind;
  readonly amount: Money;
  /** The UTC day of the request. */
  readonly day: Day;
}

/** What was counted against the daily limit of this operation on this day. */
const usedOn = ({ account, operation, day }: Omit<OperationFacts, 'amount'>): Money =>
  account.usage.find((row) => row.operation === operation && row.day === day)?.amount ??
  zero(account.currency);

const limitsOf = ({ account, operation }: OperationFacts) => account.limits[operation];

/** A limit that was cut below what was used already leaves nothing, and not less than that. */
const leftOfDay = (facts: OperationFacts): Money => {
  const left = subtract(limitsOf(facts).daily ?? facts.amount, usedOn(facts));
  return isNegative(left) ? zero(left.currency) : left;
};

const told = (required: Money, possible: Money) => ({
  required: required.amount,
  available: possible.amount,
  currency: required.currency,
});

/** An account takes part in a new flow only while it is open. */
export const statusRules: readonly Rule<Pick<OperationFacts, 'account'>>[] = [
  {
    reason: 'account-frozen',
    says: 'The account must not be frozen.',
    holds: ({ account }) => account.status !== 'frozen',
  },
  {
    reason: 'account-closed',
    says: 'The account must not be closed.',
    holds: ({ account }) => account.status !== 'closed',
  },
];

/** The account's own bounds for one operation, each of them optional. */
export const limitRules: readonly Rule<OperationFacts>[] = [
  {
    reason: 'below-minimum',
    says: "The amount must not be below the account's minimum for one such operation.",
    holds: (facts) => {
      const { min } = limitsOf(facts);
      return min === null || atLeast(facts.amount, min);
    },
    tells: (facts) => ({
      ...told(limitsOf(facts).min ?? facts.amount, facts.amount),
      limit: `${facts.operation}.min`,
    }),
  },
  {
    reason: 'limit-exceeded',
    says: "The amount must not be above the account's maximum for one such operation.",
    holds: (facts) => {
      const { max } = limitsOf(facts);
      return max === null || atMost(facts.amount, max);
    },
    tells: (facts) => ({
      ...told(facts.amount, limitsOf(facts).max ?? facts.amount),
      limit: `${facts.operation}.max`,
    }),
  },
  {
    reason: 'limit-exceeded',
    says: "The amount must not be above what is left of the account's daily limit.",
    holds: (facts) => {
      const { daily } = limitsOf(facts);
      return daily === null || atMost(add(usedOn(facts), facts.amount), daily);
    },
    tells: (facts) => ({
      ...told(facts.amount, leftOfDay(facts)),
      limit: `${facts.operation}.daily`,
    }),
  },
];

/** Money may only leave an account that has it: posted - held + overdraft. */
export const fundsRules: readonly Rule<OperationFacts>[] = [
  {
    reason: 'insufficient-funds',
    says: 'The amount must not be above the available funds, overdraft included.',
    holds: ({ account, amount }) => atMost(amount, available(account)),
    tells: ({ account, amount }) => told(amount, available(account)),
  },
];
