import type { Rule } from '../../kernel/rules';
import type { Side } from '../../ledger/entry';
import { isPositive, type Money, type Rounding } from '../../money';
import type { RoundingChoice } from '../../tenancy/tenancy';

/** In the customer's disfavour by less than one minor unit: a credit loses it, a debit bears it. */
const directed: Readonly<Record<Side, Rounding>> = { credit: 'down', debit: 'up' };

/** As the tenant chose; to the nearest is the same for both sides. */
export const roundingOf: Readonly<Record<RoundingChoice, Readonly<Record<Side, Rounding>>>> = {
  directed,
  'half-even': { credit: 'half-even', debit: 'half-even' },
};

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
