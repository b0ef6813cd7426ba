import locked from './exponents.lock.json';
import {
  currencies,
  CURRENCY_CODE,
  exponentOf,
  findCurrency,
  isBuiltIn,
  isKnownCurrency,
  learnExponents,
} from './currency';
import { ExponentFixedError, UnknownCurrencyError } from './errors';
import { moneyOf } from './money';
import { parseAmount } from './parse';

const fiat = currencies.filter(({ kind }) => kind === 'fiat');
const fiatCodes = fiat.map(({ code }) => code);

/**
 * The exponents other than 2, written down by hand from ISO 4217 list one of 2026-09-17. The
 * table of the JDK (CurrencyData.properties: minor0, minor3, minor4) has the same groups; only the
 * fund UYW is younger than the copy that was compared.
 */
const grouped = new Map(
  Object.entries({
    0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
    3: 'BHD IQD JOD KWD LYD OMR TND',
    4: 'CLF UYW',
  }).flatMap(([exponent, codes]) => codes.split(' ').map((code) => [code, exponent] as const)),
);

/** ISO 4217 has these and `Intl` does not, or not with every ICU: funds, and the newest codes. */
const unknownToIntl = 'BOV CHE CHW CLF COU MXV USN UYI UYW VED XAD XCG ZWG'.split(' ');

/** `Intl` still lists these: retired currencies, units of account and what is no currency. */
const unknownToUs = 'ANG BGN CUC HRK SLL ZWL XDR XSU XUA XXX XTS XAG XAU XPD XPT'.split(' ');

describe('the table of currencies', () => {
  it('has the 165 codes of ISO 4217 that have a minor unit, and three crypto assets', () => {
    expect(fiat).toHaveLength(165);
    expect(currencies).toHaveLength(168);
  });

  it('knows every code of an independent list, but for the differences written down', () => {
    const intl = new Set(Intl.supportedValuesOf('currency'));
    const missing = [...intl].filter((code) => !fiatCodes.includes(code));
    const additional = fiatCodes.filter((code) => !intl.has(code));
    expect(unknownToUs).toEqual(expect.arrayContaining(missing));
    expect(unknownToIntl).toEqual(expect.arrayContaining(additional));
  });

  it('gives each currency the exponent of a second list, grouped by hand', () => {
    const expected = fiatCodes.map((code) => [code, grouped.get(code) ?? '2']);
    expect(fiat.map(({ code, exponent }) => [code, String(exponent)])).toEqual(expected);
    expect(fiatCodes).toEqual(expect.arrayContaining([...grouped.keys()]));
  });

  it('never changes or drops an exponent that has shipped; a new currency is added to the lock', () => {
    const shipped = Object.fromEntries(currencies.map(({ code, exponent }) => [code, exponent]));
    expect(shipped).toEqual(locked);
  });

  it('counts crypto assets in satoshi, wei and millionths', () => {
    const crypto = currencies.filter(({ kind }) => kind === 'crypto');
    expect(crypto.map(({ code, exponent }) => [code, exponent])).toEqual([
      ['BTC', 8],
      ['ETH', 18],
      ['USDC', 6],
    ]);
    expect(crypto.every(({ numeric }) => numeric === null)).toBe(true);
  });

  it('has unique codes in order, unique numeric codes of three digits, and names', () => {
    const codes = currencies.map(({ code }) => code);
    expect(codes).toEqual([...new Set(codes)].sort());
    expect(new Set(fiat.map(({ numeric }) => numeric)).size).toBe(fiat.length);
    expect(fiat.filter(({ numeric }) => !/^[0-9]{3}$/.test(numeric ?? ''))).toEqual([]);
    expect(currencies.filter(({ code }) => !/^[A-Z]{3,4}$/.test(code))).toEqual([]);
    expect(currencies.filter(({ name }) => name.trim() !== name || name === '')).toEqual([]);
  });

  it('cannot be changed at run time', () => {
    expect(Object.isFrozen(currencies)).toBe(true);
    expect(currencies.every((currency) => Object.isFrozen(currency))).toBe(true);
  });
});

describe('findCurrency', () => {
  it('answers with the currency of a known code', () => {
    expect(findCurrency('KWD')).toEqual({
      kind: 'known',
      currency: { code: 'KWD', exponent: 3, name: 'Kuwaiti Dinar', kind: 'fiat', numeric: '414' },
    });
  });

  it.each([
    ['a code in lower case', 'usd'],
    ['a code in mixed case', 'Usd'],
    ['a code that nobody has', 'XXZ'],
    ['a Cyrillic homoglyph', 'U\u0405D'],
    ['full-width letters', '\uff35\uff33\uff24'],
    ['a code with a space', 'USD '],
    ['nothing', ''],
    ['a property of every object', '__proto__'],
    ['another', 'constructor'],
    ['and another', 'toString'],
    ['a numeric code', '840'],
    ['no currency', 'XXX'],
    ['the code for tests', 'XTS'],
    ['gold', 'XAU'],
    ['special drawing rights', 'XDR'],
    ['the lev, since 2026 the euro', 'BGN'],
    ['the kuna', 'HRK'],
    ['the Antillean guilder, now XCG', 'ANG'],
    ['the convertible peso', 'CUC'],
    ['the old leone, now SLE', 'SLL'],
    ['the Zimbabwe dollar, now ZWG', 'ZWL'],
  ])('does not know %s', (_, code) => {
    expect(findCurrency(code)).toEqual({ kind: 'unknown' });
    expect(isKnownCurrency(code)).toBe(false);
    expect(() => exponentOf(code)).toThrow(UnknownCurrencyError);
  });

  it.each([
    ['XCG', 2],
    ['SLE', 2],
    ['ZWG', 2],
    ['EUR', 2],
    ['JPY', 0],
    ['UYW', 4],
    ['ETH', 18],
  ])('knows %s with %i decimals', (code, exponent) => {
    expect(isKnownCurrency(code)).toBe(true);
    expect(exponentOf(code)).toBe(exponent);
  });
});

describe('an exponent that is learnt', () => {
  it('is the one by which amounts of its currency are read from then on', () => {
    expect(parseAmountOf).toThrow(UnknownCurrencyError);
    learnExponents([
      { code: 'GOLD', exponent: 3 },
      { code: 'POINTS', exponent: 0 },
    ]);
    expect(parseAmountOf()).toEqual({ kind: 'parsed', money: moneyOf('1.250', 'GOLD') });
    expect(parseAmount('1.5', 'POINTS')).toMatchObject({ code: 'amount-precision' });
    expect([exponentOf('GOLD'), exponentOf('POINTS')]).toEqual([3, 0]);
  });

  it('makes the code known, and not built in', () => {
    learnExponents([{ code: 'SILVER', exponent: 2 }]);
    expect([isKnownCurrency('SILVER'), isBuiltIn('SILVER')]).toEqual([true, false]);
    expect(findCurrency('SILVER')).toEqual({ kind: 'unknown' });
    expect(currencies.map(({ code }) => code)).not.toContain('SILVER');
  });

  it.each([
    ['of another that was learnt', 'TIN', 2],
    ['of one that is built in', 'JPY', 2],
  ])('never takes the place %s', (_, code, exponent) => {
    learnExponents([{ code: 'TIN', exponent: 3 }]);
    const known = exponentOf(code);
    expect(() => {
      learnExponents([{ code, exponent }]);
    }).toThrow(ExponentFixedError);
    expect(exponentOf(code)).toBe(known);
    learnExponents([{ code, exponent: known }]);
  });

  const parseAmountOf = () => parseAmount('1.25', 'GOLD');
});

it('every code that is built in has the form of a code', () => {
  const form = new RegExp(CURRENCY_CODE);
  expect(currencies.filter(({ code }) => !form.test(code))).toEqual([]);
});
