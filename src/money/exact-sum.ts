import { MalformedAmountError } from './errors';

/** A decimal as its digits and how many of them stand behind the point: no precision to run out. */
interface Digits {
  readonly units: bigint;
  readonly decimals: number;
}

const PLAIN = /^-?[0-9]+(?:\.([0-9]+))?$/;

const digitsOf = (text: string): Digits => {
  const [matched, fraction = ''] = PLAIN.exec(text) ?? [];
  if (matched === undefined) throw new MalformedAmountError('This is not a plain decimal.');
  return { units: BigInt(text.replace('.', '')), decimals: fraction.length };
};

const textOf = ({ units, decimals }: Digits): string => {
  const sign = units < 0n ? '-' : '';
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '');
  return `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`;
};

const scaled = ({ units, decimals }: Digits, to: number): bigint =>
  units * 10n ** BigInt(to - decimals);

const combined = (a: string, b: string, combine: (a: bigint, b: bigint) => bigint): string => {
  const [left, right] = [digitsOf(a), digitsOf(b)];
  const decimals = Math.max(left.decimals, right.decimals);
  return textOf({ units: combine(scaled(left, decimals), scaled(right, decimals)), decimals });
};

/**
 * The sum of two plain decimals, digit for digit, however many there are: remainders are finer
 * than any currency, and a million of them must add up to what was really left.
 */
export const addExactly = (a: string, b: string): string => combined(a, b, (x, y) => x + y);

/** The difference of two plain decimals, digit for digit. */
export const subtractExactly = (a: string, b: string): string => combined(a, b, (x, y) => x - y);
