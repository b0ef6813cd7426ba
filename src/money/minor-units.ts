import { MalformedAmountError } from './errors';

/**
 * The bridge between canonical text and whole minor units, which is what sums and comparisons are
 * made of: integers of any size, since ten ether in wei pass 2^63.
 */
const PLAIN = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/;

const decimalsIn = (amount: string): number => {
  const point = amount.indexOf('.');
  return point === -1 ? 0 : amount.length - point - 1;
};

/**
 * The amount as it is, once it is sure to be canonical: without this look "5" USD, which somebody
 * wrote by hand, would count as five cents.
 * @throws MalformedAmountError: a fault.
 */
export const canonical = (amount: string, exponent: number): string => {
  if (decimalsIn(amount) === exponent && PLAIN.test(amount)) return amount;
  throw new MalformedAmountError(`An amount is not in canonical form with ${exponent} decimals.`);
};

/** @throws MalformedAmountError when the amount is not canonical: a fault. */
export const unitsFromAmount = (amount: string, exponent: number): bigint => {
  const text = canonical(amount, exponent);
  if (exponent === 0) return BigInt(text);
  return BigInt(text.slice(0, -exponent - 1) + text.slice(-exponent));
};

export const amountFromUnits = (units: bigint, exponent: number): string => {
  if (exponent === 0) return units.toString();
  const sign = units < 0n ? '-' : '';
  const digits = (units < 0n ? -units : units).toString().padStart(exponent + 1, '0');
  const point = digits.length - exponent;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
};
