import { Decimal } from 'decimal.js';

/** Significant digits of the arithmetic. */
const PRECISION = 100;

/**
 * Our own clone of decimal.js, so that nobody else's configuration reaches money.
 *
 * 100 digits keep every product that a payment can ask for exact: an amount has at most 30 + 18
 * digits, a rate 18, a rate bridged over a third currency 36, together 84. Behind the point an
 * amount has at most 18 digits, a rate (see `parseRate`) 35, a bridged one 70, together 88, which
 * is the length of the longest remainder. `multiply` refuses what would not fit.
 *
 * It cuts where it must round at all, so that rounding down again is still rounding down once.
 */
export const Exact = Decimal.clone({
  precision: PRECISION,
  rounding: Decimal.ROUND_DOWN,
  // Plain notation also from toString: never "1e-8".
  toExpNeg: -9e15,
  toExpPos: 9e15,
});

/** The product, digit for digit. @throws when it needs more than the precision: a fault. */
export const multiply = (a: Decimal, b: Decimal): Decimal => {
  const product = a.times(b);
  if (a.precision() + b.precision() > PRECISION || product.decimalPlaces() > PRECISION)
    throw new RangeError(`A product needs more than ${PRECISION} digits to be exact.`);
  return product;
};
