import { CurrencyMismatchError, MalformedAmountError, UnknownCurrencyError } from './errors';
import {
  add,
  atLeast,
  atMost,
  equal,
  fromMinor,
  isNegative,
  isPositive,
  isZero,
  moneyOf,
  negate,
  subtract,
  sum,
  toMinor,
  zero,
  type Money,
} from './money';

const usd = (amount: string): Money => moneyOf(amount, 'USD');
const eur = (amount: string): Money => moneyOf(amount, 'EUR');

describe('zero', () => {
  it.each([
    ['JPY', '0'],
    ['USD', '0.00'],
    ['KWD', '0.000'],
    ['ETH', '0.000000000000000000'],
  ])('of %s is %s', (currency, amount) => {
    expect(zero(currency)).toEqual({ amount, currency });
  });

  it('does not exist in a currency that nobody knows', () => {
    expect(() => zero('BGN')).toThrow(UnknownCurrencyError);
    expect(() => zero('__proto__')).toThrow(UnknownCurrencyError);
  });
});

describe('moneyOf', () => {
  it.each([
    ['5', 'USD', '5.00'],
    ['5.1', 'USD', '5.10'],
    ['5.100', 'USD', '5.10'],
    ['007.5', 'USD', '7.50'],
    ['-0', 'USD', '0.00'],
    ['-0.05', 'USD', '-0.05'],
    ['-12.3', 'KWD', '-12.300'],
    ['5.0', 'JPY', '5'],
    ['0.00000008', 'BTC', '0.00000008'],
    ['1234.567890123456789012', 'ETH', '1234.567890123456789012'],
  ])('makes %s %s canonical: %s', (text, currency, amount) => {
    expect(moneyOf(text, currency)).toEqual({ amount, currency });
  });

  it.each([
    ['5.001', 'USD'],
    ['0.5', 'JPY'],
    ['0.000000001', 'BTC'],
  ])('does not round %s %s onto the grid: it throws', (text, currency) => {
    expect(() => moneyOf(text, currency)).toThrow(MalformedAmountError);
  });

  it.each([
    '',
    ' 5',
    '5.',
    '.5',
    '+5',
    '--5',
    '1e3',
    '0x10',
    '1,000',
    'NaN',
    'Infinity',
    '٥',
    '5\n',
  ])('throws on %j, which is no plain decimal', (text) => {
    expect(() => moneyOf(text, 'USD')).toThrow(MalformedAmountError);
  });

  it('throws on an unknown currency', () => {
    expect(() => moneyOf('5', 'HRK')).toThrow(UnknownCurrencyError);
  });
});

describe('sums', () => {
  it('adds without the error of binary fractions', () => {
    expect(add(usd('0.10'), usd('0.20'))).toEqual(usd('0.30'));
  });

  it('carries over the point', () => {
    expect(add(usd('0.99'), usd('0.01'))).toEqual(usd('1.00'));
    expect(subtract(usd('1.00'), usd('0.01'))).toEqual(usd('0.99'));
  });

  it('goes below zero when more is taken than there is', () => {
    expect(subtract(usd('0.01'), usd('0.06'))).toEqual({ amount: '-0.05', currency: 'USD' });
    expect(subtract(moneyOf('1', 'JPY'), moneyOf('3', 'JPY')).amount).toBe('-2');
  });

  it('has one zero, without a sign', () => {
    expect(negate(zero('USD'))).toEqual(zero('USD'));
    expect(negate(zero('JPY')).amount).toBe('0');
    expect(subtract(usd('5'), usd('5')).amount).toBe('0.00');
  });

  it('negates', () => {
    expect(negate(usd('10.05')).amount).toBe('-10.05');
    expect(negate(usd('-10.05')).amount).toBe('10.05');
  });

  it('sums a list, and an empty list to zero', () => {
    expect(sum('USD', [usd('1.10'), usd('2.20'), usd('-0.30')])).toEqual(usd('3.00'));
    expect(sum('KWD', [])).toEqual(zero('KWD'));
  });

  it('keeps 18 decimals digit for digit far over 2^63', () => {
    const one = moneyOf('123456789012345678901234567890.123456789012345678', 'ETH');
    const two = moneyOf('0.000000000000000001', 'ETH');
    expect(add(one, two).amount).toBe('123456789012345678901234567890.123456789012345679');
  });
});

describe('comparisons', () => {
  it('compares by value, not by text', () => {
    expect(atLeast(usd('10.00'), usd('9.99'))).toBe(true);
    expect(atMost(usd('10.00'), usd('9.99'))).toBe(false);
    expect(atLeast(usd('-2.00'), usd('-1.00'))).toBe(false);
  });

  it('holds at the boundary', () => {
    expect(atLeast(usd('5.00'), usd('5.00'))).toBe(true);
    expect(atMost(usd('5.00'), usd('5.00'))).toBe(true);
    expect(equal(usd('5.00'), usd('5.00'))).toBe(true);
    expect(equal(usd('5.00'), usd('5.01'))).toBe(false);
  });

  it('tells the sign', () => {
    const signs = (amount: string) =>
      [isNegative, isZero, isPositive].map((test) => test(usd(amount)));
    expect(signs('-0.01')).toEqual([true, false, false]);
    expect(signs('0.00')).toEqual([false, true, false]);
    expect(signs('0.01')).toEqual([false, false, true]);
  });
});

describe('different currencies', () => {
  it.each([
    ['add', add],
    ['subtract', subtract],
    ['atLeast', atLeast],
    ['atMost', atMost],
    ['equal', equal],
  ] as const)('never meet in %s', (_, operation) => {
    expect(() => operation(usd('1'), eur('1'))).toThrow(CurrencyMismatchError);
  });

  it('never meet in a sum, wherever the stranger stands', () => {
    expect(() => sum('USD', [usd('1'), eur('1')])).toThrow(CurrencyMismatchError);
    expect(() => sum('EUR', [usd('1')])).toThrow(CurrencyMismatchError);
  });
});

describe('minor units', () => {
  it.each([
    ['USD', '-10.05', '-1005'],
    ['USD', '0.05', '5'],
    ['USD', '0.00', '0'],
    ['JPY', '10005', '10005'],
    ['KWD', '12.345', '12345'],
    ['BTC', '0.00000008', '8'],
    ['ETH', '1234.567890123456789012', '1234567890123456789012'],
  ])('of %s %s are %s, and back', (currency, amount, minor) => {
    expect(toMinor({ amount, currency })).toBe(minor);
    expect(fromMinor(minor, currency)).toEqual({ amount, currency });
  });

  it.each(['', '-', '1.5', '0x10', ' 5', '1e3', '+5'])('are not %j', (minor) => {
    expect(() => fromMinor(minor, 'USD')).toThrow(MalformedAmountError);
  });
});

describe('money that somebody wrote by hand', () => {
  it.each([
    ['USD', '5'],
    ['USD', '5.0'],
    ['USD', '5.000'],
    ['USD', '05.00'],
    ['USD', '.50'],
    ['USD', '+5.00'],
    ['USD', ' 5.00'],
    ['USD', '1_0.00'],
    ['USD', '0x1.00'],
    ['USD', ''],
    ['JPY', '5.'],
    ['JPY', '0x10'],
    ['JPY', ''],
  ])('%s %j is a fault, never a hundred times less or more', (currency, amount) => {
    expect(() => toMinor({ amount, currency })).toThrow(MalformedAmountError);
    expect(() => add({ amount, currency }, zero(currency))).toThrow(MalformedAmountError);
    expect(() => isZero({ amount, currency })).toThrow(MalformedAmountError);
  });
});
