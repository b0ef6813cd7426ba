import type { Converted } from '../../flows/conversion/conversion.messages';
import type { Side } from '../../ledger/entry';
import { exponentOf, type Money, type Rounding } from '../../money';

/**
 * Conversions reckoned once more, in whole numbers and not by the code that made them: a decimal
 * is its digits and how many of them stand behind the point.
 */
interface Digits {
  readonly units: bigint;
  readonly decimals: number;
}

const DECIMAL = /^-?[0-9]+(?:\.([0-9]+))?$/;

const digitsOf = (text: string): Digits => {
  const [, fraction = ''] = DECIMAL.exec(text) ?? [];
  return { units: BigInt(text.replace('.', '')), decimals: fraction.length };
};

const scaled = ({ units, decimals }: Digits, to: number): bigint =>
  units * 10n ** BigInt(to - decimals);

const equal = (a: Digits, b: Digits): boolean => {
  const decimals = Math.max(a.decimals, b.decimals);
  return scaled(a, decimals) === scaled(b, decimals);
};

const product = (a: Digits, b: Digits): Digits => ({
  units: a.units * b.units,
  decimals: a.decimals + b.decimals,
});

const difference = (a: Digits, b: Digits): Digits => {
  const decimals = Math.max(a.decimals, b.decimals);
  return { units: scaled(a, decimals) - scaled(b, decimals), decimals };
};

/** What is left of a whole unit, and a whole unit, when positive digits are cut at the exponent. */
type Up = (left: bigint, unit: bigint, cut: bigint) => boolean;

const roundsUp: Readonly<Record<Rounding, Up>> = {
  down: () => false,
  up: (left) => left > 0n,
  'half-even': (left, unit, cut) => left * 2n > unit || (left * 2n === unit && cut % 2n === 1n),
};

const rounded = (exact: Digits, exponent: number, rounding: Rounding): Digits => {
  if (exact.decimals <= exponent) return { units: scaled(exact, exponent), decimals: exponent };
  const unit = 10n ** BigInt(exact.decimals - exponent);
  const [cut, left] = [exact.units / unit, exact.units % unit];
  return {
    units: roundsUp[rounding](left, unit, cut) ? cut + 1n : cut,
    decimals: exponent,
  };
};

/** A credit to a customer rounds down and a debit up, unless the tenant rounds to the nearest. */
const roundingsOf: Readonly<Record<Side, readonly Rounding[]>> = {
  credit: ['down', 'half-even'],
  debit: ['up', 'half-even'],
};

const WHOLE = 10_000;

/** What a customer is given of the market's rate, in ten thousandths. */
const shareOf: Readonly<Record<Side, (basisPoints: number) => number>> = {
  credit: (basisPoints) => WHOLE - basisPoints,
  debit: (basisPoints) => WHOLE + basisPoints,
};

const tenThousandths = (count: number): Digits => ({ units: BigInt(count), decimals: 4 });

const wrongSpread = (
  from: Money,
  { side, rate, mid, spread: { basisPoints, amount } }: Converted,
): string | null => {
  const client = product(digitsOf(mid), tenThousandths(shareOf[side](basisPoints)));
  if (!equal(client, digitsOf(rate.value))) {
    return `${rate.value} is not ${mid} with a spread of ${String(basisPoints)} basis points for a ${side}`;
  }
  const kept = product(product(digitsOf(from.amount), digitsOf(mid)), tenThousandths(basisPoints));
  return equal(kept, digitsOf(amount))
    ? null
    : `a spread of ${String(basisPoints)} basis points does not keep ${amount}`;
};

/** What is wrong in a conversion; null when nothing is. */
export const wrongIn = (from: Money, converted: Converted): string | null => {
  const { amount, rate, exact, remainder, rounding, side } = converted;
  if (rate.base !== from.currency || rate.quote !== amount.currency) {
    return `the rate is for ${rate.base}/${rate.quote}, the money ${from.currency} and ${amount.currency}`;
  }
  if (!roundingsOf[side].includes(rounding)) return `a ${side} is rounded ${rounding}`;
  const spread = wrongSpread(from, converted);
  if (spread !== null) return spread;
  const whole = product(digitsOf(from.amount), digitsOf(rate.value));
  if (!equal(whole, digitsOf(exact))) {
    return `${from.amount} ${from.currency} at ${rate.value} is not ${exact} ${amount.currency}`;
  }
  if (!equal(rounded(whole, exponentOf(amount.currency), rounding), digitsOf(amount.amount))) {
    return `${exact} ${amount.currency} rounded ${rounding} is not ${amount.amount}`;
  }
  if (!equal(difference(whole, digitsOf(amount.amount)), digitsOf(remainder))) {
    return `${exact} less ${amount.amount} ${amount.currency} does not leave ${remainder}`;
  }
  return null;
};
