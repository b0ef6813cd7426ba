import { canonical } from './minor-units';
import { exponentOf } from './currency';
import { Exact, multiply } from './decimal';
import type { Money } from './money';
import { decimalOfRate } from './rate';

/** Of a whole: a spread of 50 basis points is half a percent. */
const WHOLE = 10_000;

const NOTHING = '0';

/** A customer who is credited gets the rate below the market's, one who is debited that above it. */
export type SpreadSide = 'below' | 'above';

const factorOf: Readonly<Record<SpreadSide, (basisPoints: number) => number>> = {
  below: (basisPoints) => WHOLE - basisPoints,
  above: (basisPoints) => WHOLE + basisPoints,
};

/**
 * The market's rate with a spread taken from it or laid upon it, exactly; plain notation. A spread
 * adds four digits to a rate, so that an amount of any size still multiplies exactly.
 * @throws on a spread that is no whole number from 0 to 9999: a fault.
 */
export const spreadRate = (mid: string, basisPoints: number, side: SpreadSide): string =>
  multiply(
    decimalOfRate(mid),
    new Exact(factorOf[side](checked(basisPoints))).div(WHOLE),
  ).toFixed();

/** What a spread takes from the conversion of this money: major units of the target, exactly. */
export const spreadOf = (money: Money, mid: string, basisPoints: number): string => {
  if (basisPoints === 0) return NOTHING;
  const amount = new Exact(canonical(money.amount, exponentOf(money.currency)));
  const share = new Exact(checked(basisPoints)).div(WHOLE);
  return multiply(amount, multiply(decimalOfRate(mid), share)).toFixed();
};

const checked = (basisPoints: number): number => {
  if (Number.isInteger(basisPoints) && basisPoints >= 0 && basisPoints < WHOLE) return basisPoints;
  throw new RangeError('A spread is a whole number of basis points from 0 to 9999.');
};
