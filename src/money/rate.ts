import type { Decimal } from 'decimal.js';
import { Exact, multiply } from './decimal';
import { MalformedAmountError } from './errors';

/** A rate has at most this many significant digits; a product of two has up to twice as many. */
export const RATE_DIGITS = 18;

/** What one unit of a currency is worth in the same currency. */
export const IDENTITY_RATE = '1';

// decimal.js alone would also read "0x10", "1e3" and "Infinity".
const PLAIN = /^[0-9]+(?:\.[0-9]+)?$/;

/** A rate of ours as a number to calculate with. @throws when it is not one: a fault. */
export const decimalOfRate = (rate: string): Decimal => {
  const value = PLAIN.test(rate) ? new Exact(rate) : undefined;
  if (value?.isPos() && !value.isZero()) return value;
  throw new MalformedAmountError('A rate is not a plain decimal greater than zero.');
};

/**
 * The rate of the way back: 18 significant digits, rounded down, so that there and back never
 * gains. Plain notation.
 * @throws when the rate is no plain decimal greater than zero: a fault.
 */
export const inverseOf = (rate: string): string =>
  new Exact(1)
    .div(decimalOfRate(rate))
    .toSignificantDigits(RATE_DIGITS, Exact.ROUND_DOWN)
    .toFixed();

/**
 * The rate over a third currency: the exact product of two rates, plain notation.
 * @throws when one is no plain decimal greater than zero: a fault.
 */
export const productOf = (a: string, b: string): string =>
  multiply(decimalOfRate(a), decimalOfRate(b)).toFixed();
