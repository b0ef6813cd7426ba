import { cryptoAssets } from './crypto-assets';
import { UnknownCurrencyError } from './errors';
import { iso4217 } from './iso-4217';

export interface Currency {
  /** Upper case; case-sensitive. */
  readonly code: string;
  /** How many decimals its minor unit has; never changes once shipped. */
  readonly exponent: number;
  readonly name: string;
  readonly kind: 'fiat' | 'crypto';
  /** The numeric code of ISO 4217, with its leading zeros; crypto assets have none. */
  readonly numeric: string | null;
}

type Found = { readonly kind: 'known'; readonly currency: Currency } | { readonly kind: 'unknown' };

/** Every currency there is, sorted by code. */
export const currencies: readonly Currency[] = Object.freeze(
  [...iso4217, ...cryptoAssets].sort((a, b) => (a.code < b.code ? -1 : 1)),
);

// A Map, since "__proto__" and "constructor" are codes too when a client says so.
const byCode: ReadonlyMap<string, Found> = new Map(
  currencies.map((currency) => [currency.code, { kind: 'known', currency }]),
);
const unknown: Found = { kind: 'unknown' };

/** Asks whether a code from outside is a currency: "usd", "BGN" and homoglyphs are unknown. */
export const findCurrency = (code: string): Found => byCode.get(code) ?? unknown;

export const isKnownCurrency = (code: string): boolean => byCode.has(code);

/**
 * The decimals of a currency that is known to be one.
 * @throws UnknownCurrencyError on any other code: a fault, ask `findCurrency` about input.
 */
export const exponentOf = (code: string): number => {
  const found = findCurrency(code);
  if (found.kind === 'unknown') throw new UnknownCurrencyError(code);
  return found.currency.exponent;
};
