import type { Rule } from '../../kernel/rules';
import type { Side } from '../../ledger/entry';
import { isPositive, type Money, type Rounding } from '../../money';

/** In the customer's disfavour by less than one minor unit: a credit loses it, a debit bears it. */
export const roundingOf: Readonly<Record<Side, Rounding>> = { credit: 'down', debit: 'up' };

interface ConvertedFacts {
  readonly amount: Money;
}

/** What must hold of every converted amount. */
export const conversionRules: readonly Rule<ConvertedFacts>[] = [
  {
    reason: 'converted-amount-zero',
    says: 'The converted amount must be at least one minor unit of the target currency.',
    holds: ({ amount }) => isPositive(amount),
  },
];
