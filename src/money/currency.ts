import { cryptoAssets } from './crypto-assets';
import { ExponentFixedError, UnknownCurrencyError } from './errors';
import { iso4217 } from './iso-4217';

/** What the code of a currency looks like: ISO 4217 has three letters, others may have more. */
export const CURRENCY_CODE = '^[A-Z][A-Z0-9]{2,11}$';

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

/** Every currency that is built in, sorted by code. */
export const currencies: readonly Currency[] = Object.freeze(
  [...iso4217, ...cryptoAssets].sort((a, b) => (a.code < b.code ? -1 : 1)),
);

// A Map, since "__proto__" and "constructor" are codes too when a client says so.
const byCode: ReadonlyMap<string, Found> = new Map(
  currencies.map((currency) => [currency.code, { kind: 'known', currency }]),
);
const unknown: Found = { kind: 'unknown' };

/** Asks whether a code is built in: "usd", "BGN" and homoglyphs are not, nor is a tenant's own. */
export const findCurrency = (code: string): Found => byCode.get(code) ?? unknown;

export const isBuiltIn = (code: string): boolean => byCode.has(code);

/** How many decimals the amounts of a currency have. */
export interface Exponent {
  readonly code: string;
  readonly exponent: number;
}

/**
 * What this process reckons by: the built-in exponents, and those of the currencies that tenants
 * have added, as far as it has heard of them. A code has one exponent for everybody, and keeps it.
 */
const exponents = new Map(currencies.map(({ code, exponent }) => [code, exponent]));

/**
 * Takes in exponents that are committed: one that is only about to be may come to nothing. Once
 * more does no harm.
 * @throws ExponentFixedError where a code is known with another one; nothing can be reckoned then.
 */
export const learnExponents = (learned: readonly Exponent[]): void => {
  for (const { code, exponent } of learned) {
    const known = exponents.get(code) ?? exponent;
    if (known !== exponent) throw new ExponentFixedError(code, known, exponent);
    exponents.set(code, exponent);
  }
};

/** Whether an amount of it can be read here: it is built in, or was learnt. Of no tenant's rights. */
export const isKnownCurrency = (code: string): boolean => exponents.has(code);

/**
 * The decimals of a currency that is known to be one.
 * @throws UnknownCurrencyError on any other code: ask `isKnownCurrency` about input.
 */
export const exponentOf = (code: string): number => {
  const exponent = exponents.get(code);
  if (exponent === undefined) throw new UnknownCurrencyError(code);
  return exponent;
};
