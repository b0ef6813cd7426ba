import { exponentOf } from './currency';
import { Exact } from './decimal';
import type { Money } from './money';
import { RATE_DIGITS } from './rate';

/**
 * Input from outside. The grammar is ours: decimal.js would also take "0x10", "1e3", ".5" and
 * "Infinity". Nothing is rounded, and no `detail` repeats what was sent.
 */
const PLAIN = /^(0|[1-9][0-9]*)(?:\.([0-9]+))?$/;

/** Digits before the point. With 18 decimals that makes 48, which a conversion keeps exact. */
const WHOLE_DIGITS = 30;

export type ParsedAmount =
  | { readonly kind: 'parsed'; readonly money: Money }
  | {
      readonly kind: 'refused';
      readonly code: 'invalid-amount' | 'amount-precision' | 'amount-out-of-range';
      readonly detail: string;
    };

type Refused = Extract<ParsedAmount, { kind: 'refused' }>;

const refused = (code: Refused['code'], detail: string): Refused => ({
  kind: 'refused',
  code,
  detail,
});

const NO_AMOUNT = refused(
  'invalid-amount',
  'An amount is a string in plain decimal notation, such as "100.00": digits and at most one ' +
    'point, without sign, exponent, spaces, separators or leading zeros.',
);
const NOT_POSITIVE = refused('invalid-amount', 'The amount must be greater than zero.');
const TOO_LONG = refused(
  'amount-out-of-range',
  `An amount has at most ${WHOLE_DIGITS} digits before the point.`,
);
const tooFine = (currency: string, exponent: number): Refused =>
  refused('amount-precision', `An amount in ${currency} has at most ${exponent} decimals.`);

/**
 * An amount that may be zero: a limit, an overdraft. Otherwise as `parseAmount`.
 * @throws UnknownCurrencyError on an unknown code: ask `isKnownCurrency` first.
 */
export const parseAllowance = (text: unknown, currency: string): ParsedAmount => {
  const exponent = exponentOf(currency);
  const match = typeof text === 'string' ? PLAIN.exec(text) : null;
  if (match === null) return NO_AMOUNT;
  const [, whole = '', fraction = ''] = match;
  if (whole.length > WHOLE_DIGITS) return TOO_LONG;
  if (fraction.length > exponent) return tooFine(currency, exponent);
  const amount = exponent === 0 ? whole : `${whole}.${fraction.padEnd(exponent, '0')}`;
  return { kind: 'parsed', money: { amount, currency } };
};

const isZeroText = (amount: string): boolean => !/[1-9]/.test(amount);

/**
 * The amount of a payment: a decimal string in major units, greater than zero, on the currency's
 * grid. Refuses, in this order: what is no such string, more than 30 digits before the point, more
 * decimals than the currency has (even zeros), zero.
 * @throws UnknownCurrencyError on an unknown code: ask `isKnownCurrency` first.
 */
export const parseAmount = (text: unknown, currency: string): ParsedAmount => {
  const parsed = parseAllowance(text, currency);
  return parsed.kind === 'parsed' && isZeroText(parsed.money.amount) ? NOT_POSITIVE : parsed;
};

export type ParsedRate =
  | { readonly kind: 'parsed'; readonly rate: string }
  | { readonly kind: 'refused'; readonly code: 'invalid-field'; readonly detail: string };

const noRate = (detail: string): ParsedRate => ({ kind: 'refused', code: 'invalid-field', detail });

const NO_RATE = noRate(
  'A rate is a string in plain decimal notation greater than zero, such as "1.0842".',
);
const TOO_MANY_DIGITS = noRate(`A rate has at most ${RATE_DIGITS} significant digits.`);
const OUT_OF_RANGE = noRate('A rate lies between 10^-18 and 10^18.');

/** The bounds are each other's inverse, so that the inverse of a rate is within them too. */
const LEAST = new Exact('1e-18');
const GREATEST = new Exact('1e18');
/** More than any rate needs, with zeros at its end; so that reading one stays cheap. */
const LONGEST = 100;
const TOO_LONG_A_RATE = noRate(`A rate is written in at most ${LONGEST} characters.`);

/**
 * Units of one currency for one of another: the grammar of an amount, greater than zero, at most
 * 18 significant digits (zeros at the end do not count). Answers it without zeros at its end.
 */
export const parseRate = (text: unknown): ParsedRate => {
  if (typeof text !== 'string' || !PLAIN.test(text)) return NO_RATE;
  if (text.length > LONGEST) return TOO_LONG_A_RATE;
  const value = new Exact(text);
  if (value.isZero()) return NO_RATE;
  if (value.precision() > RATE_DIGITS) return TOO_MANY_DIGITS;
  if (value.lt(LEAST) || value.gt(GREATEST)) return OUT_OF_RANGE;
  return { kind: 'parsed', rate: value.toFixed() };
};
