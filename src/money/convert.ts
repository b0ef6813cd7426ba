import type { Decimal } from 'decimal.js';
import { exponentOf } from './currency';
import { Exact, multiply } from './decimal';
import { canonical } from './minor-units';
import type { Money } from './money';
import { decimalOfRate, IDENTITY_RATE } from './rate';

/**
 * `down` never gives more than the exact product and `up` never less, whatever its sign;
 * `half-even` takes the nearer one, and of two equally near the even one.
 */
export type Rounding = 'down' | 'up' | 'half-even';

const MODES = {
  down: Exact.ROUND_FLOOR,
  up: Exact.ROUND_CEIL,
  'half-even': Exact.ROUND_HALF_EVEN,
} as const;

/** What a conversion came to; all three in major units of the target currency. */
export interface Conversion {
  /** The whole product, plain notation, not padded. */
  readonly exact: string;
  readonly rounded: Money;
  /** exact - rounded, plain notation; negative when it was rounded up. */
  readonly remainder: string;
}

/** What most money does: it stays in its currency, and there is nothing to be computed. */
const unchanged = ({ amount, currency }: Money, value: Decimal): Conversion => ({
  exact: value.toFixed(),
  rounded: { amount, currency },
  remainder: '0',
});

/**
 * The amount times the rate, exactly, then rounded once to the target's grid. `rate` is units of
 * `into` for one of the money's own currency; the same currency converts at `IDENTITY_RATE`.
 * The result may be zero: whether that is refused is a rule of the flow.
 * @throws on an unknown currency, a rate that is not one, or a product over 100 digits: faults.
 */
export const convert = (
  money: Money,
  rate: string,
  into: string,
  rounding: Rounding,
): Conversion => {
  const exponent = exponentOf(into);
  const amount = new Exact(canonical(money.amount, exponentOf(money.currency)));
  if (rate === IDENTITY_RATE && money.currency === into) return unchanged(money, amount);
  const exact = multiply(amount, decimalOfRate(rate));
  const rounded = exact.toDecimalPlaces(exponent, MODES[rounding]);
  return {
    exact: exact.toFixed(),
    rounded: { amount: rounded.toFixed(exponent), currency: into },
    remainder: exact.minus(rounded).toFixed(),
  };
};
