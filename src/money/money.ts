import { exponentOf } from './currency';
import { CurrencyMismatchError, MalformedAmountError } from './errors';
import { amountFromUnits, unitsFromAmount } from './minor-units';

/**
 * An amount of one currency, as plain JSON: on the wire, in events and in state.
 *
 * `amount` is in major units, plain notation, padded to the currency's exponent, and so canonical:
 * "5.00" USD, "5" JPY. It is negative only as the result of `subtract` or `negate`.
 */
export interface Money<C extends string = string> {
  /** Major units, plain notation, with as many decimals as the currency has: `5.00`. */
  readonly amount: string;
  /** The code of the currency: `EUR`. */
  readonly currency: C;
}

const unitsOf = ({ amount, currency }: Money): bigint =>
  unitsFromAmount(amount, exponentOf(currency));

const moneyFromUnits = <C extends string>(units: bigint, currency: C): Money<C> => ({
  amount: amountFromUnits(units, exponentOf(currency)),
  currency,
});

/** @throws UnknownCurrencyError on an unknown code: a fault. */
export const zero = <C extends string>(currency: C): Money<C> => moneyFromUnits(0n, currency);

const DECIMAL = /^(-?[0-9]+)(?:\.([0-9]+))?$/;

/**
 * Makes money of a decimal string that we trust: "5" USD becomes "5.00". Not for input, which
 * `parseAmount` checks.
 * @throws when the text is no plain decimal or lies off the currency's grid: a fault.
 */
export const moneyOf = (amount: string, currency: string): Money => {
  const exponent = exponentOf(currency);
  const [, whole, fraction = ''] = DECIMAL.exec(amount) ?? [];
  if (whole === undefined || /[1-9]/.test(fraction.slice(exponent)))
    throw new MalformedAmountError(`An amount is off the grid of ${currency}.`);
  const minor = whole + fraction.slice(0, exponent).padEnd(exponent, '0');
  return moneyFromUnits(BigInt(minor), currency);
};

const requireSame = (expected: string, found: string): void => {
  if (expected !== found) throw new CurrencyMismatchError(expected, found);
};

/**
 * The sum. Different literal currencies do not compile; others are told apart at run time.
 * @throws CurrencyMismatchError: a fault.
 */
export const add = <C extends string>(a: Money<C>, b: Money<NoInfer<C>>): Money<C> => {
  requireSame(a.currency, b.currency);
  return moneyFromUnits(unitsOf(a) + unitsOf(b), a.currency);
};

/**
 * The difference, negative where `b` is the greater. Different literal currencies do not compile.
 * @throws CurrencyMismatchError: a fault.
 */
export const subtract = <C extends string>(a: Money<C>, b: Money<NoInfer<C>>): Money<C> => {
  requireSame(a.currency, b.currency);
  return moneyFromUnits(unitsOf(a) - unitsOf(b), a.currency);
};

export const negate = <C extends string>(money: Money<C>): Money<C> =>
  moneyFromUnits(-unitsOf(money), money.currency);

/**
 * The sum of a list; of an empty one, zero of that currency.
 * @throws CurrencyMismatchError when one of them is in another currency: a fault.
 */
export const sum = <C extends string>(currency: C, list: readonly Money[]): Money<C> => {
  let units = 0n;
  for (const money of list) {
    requireSame(currency, money.currency);
    units += unitsOf(money);
  }
  return moneyFromUnits(units, currency);
};

export const isZero = (money: Money): boolean => unitsOf(money) === 0n;
export const isPositive = (money: Money): boolean => unitsOf(money) > 0n;
export const isNegative = (money: Money): boolean => unitsOf(money) < 0n;

/** a >= b. @throws CurrencyMismatchError: a fault. */
export const atLeast = (a: Money, b: Money): boolean => {
  requireSame(a.currency, b.currency);
  return unitsOf(a) >= unitsOf(b);
};

/** a <= b. @throws CurrencyMismatchError: a fault. */
export const atMost = (a: Money, b: Money): boolean => {
  requireSame(a.currency, b.currency);
  return unitsOf(a) <= unitsOf(b);
};

/** a = b. @throws CurrencyMismatchError: a fault. */
export const equal = (a: Money, b: Money): boolean => {
  requireSame(a.currency, b.currency);
  return unitsOf(a) === unitsOf(b);
};

/** Whole minor units as decimal text, which is how a database column holds money: "-1005". */
export const toMinor = (money: Money): string => unitsOf(money).toString();

const INTEGER = /^-?[0-9]+$/;

/**
 * The way back from a database column.
 * @throws when the text is no integer: a fault.
 */
export const fromMinor = (minor: string, currency: string): Money => {
  if (!INTEGER.test(minor)) throw new MalformedAmountError('Minor units are not an integer.');
  return moneyFromUnits(BigInt(minor), currency);
};
