import { convert, type Rounding } from './convert';
import { MalformedAmountError, UnknownCurrencyError } from './errors';
import { moneyOf } from './money';
import { IDENTITY_RATE, productOf } from './rate';

describe('convert', () => {
  it.each([
    {
      story: 'CHF to NGN over the dollar, a credit',
      from: moneyOf('57.35', 'CHF'),
      rate: productOf('1.1234', '1534.275'),
      into: 'NGN',
      rounding: 'down',
      expected: { exact: '98848.72008225', rounded: '98848.72', remainder: '0.00008225' },
    },
    {
      story: 'from a currency without decimals',
      from: moneyOf('10005', 'JPY'),
      rate: '0.0066613',
      into: 'USD',
      rounding: 'down',
      expected: { exact: '66.6463065', rounded: '66.64', remainder: '0.0063065' },
    },
    {
      story: 'from a currency with three decimals, a debit',
      from: moneyOf('12.345', 'KWD'),
      rate: '3.2498',
      into: 'USD',
      rounding: 'up',
      expected: { exact: '40.118781', rounded: '40.12', remainder: '-0.001219' },
    },
    {
      story: 'eight satoshi, which are not worth a cent',
      from: moneyOf('0.00000008', 'BTC'),
      rate: '68123.45',
      into: 'USD',
      rounding: 'down',
      expected: { exact: '0.005449876', rounded: '0.00', remainder: '0.005449876' },
    },
    {
      story: 'fifteen satoshi, which are',
      from: moneyOf('0.00000015', 'BTC'),
      rate: '68123.45',
      into: 'USD',
      rounding: 'down',
      expected: { exact: '0.0102185175', rounded: '0.01', remainder: '0.0002185175' },
    },
    {
      story: 'every one of 18 decimals, at rate 1',
      from: moneyOf('1234.567890123456789012', 'ETH'),
      rate: IDENTITY_RATE,
      into: 'ETH',
      rounding: 'down',
      expected: {
        exact: '1234.567890123456789012',
        rounded: '1234.567890123456789012',
        remainder: '0',
      },
    },
    {
      story: 'every one of 18 decimals, at a rate of 18 digits',
      from: moneyOf('1234.567890123456789012', 'ETH'),
      rate: '3456.78901234567891',
      into: 'USD',
      rounding: 'down',
      expected: {
        exact: '4267640.71757355283429236024440176813692',
        rounded: '4267640.71',
        remainder: '0.00757355283429236024440176813692',
      },
    },
    {
      story: 'into a currency without decimals',
      from: moneyOf('0.01', 'USD'),
      rate: '150.12',
      into: 'JPY',
      rounding: 'up',
      expected: { exact: '1.5012', rounded: '2', remainder: '-0.4988' },
    },
    {
      story: 'the same currency, which is a conversion like any other',
      from: moneyOf('100', 'USD'),
      rate: IDENTITY_RATE,
      into: 'USD',
      rounding: 'up',
      expected: { exact: '100', rounded: '100.00', remainder: '0' },
    },
  ] as const)('converts $story', ({ from, rate, into, rounding, expected }) => {
    expect(convert(from, rate, into, rounding)).toEqual({
      ...expected,
      rounded: { amount: expected.rounded, currency: into },
    });
  });

  it.each<[Rounding, string, string]>([
    ['down', '1.005', '1.00'],
    ['up', '1.005', '1.01'],
    ['half-even', '1.005', '1.00'],
    ['half-even', '1.015', '1.02'],
    ['half-even', '1.0150000001', '1.02'],
    ['half-even', '1.0149999999', '1.01'],
    ['down', '1.0199999999', '1.01'],
    ['up', '1.0100000001', '1.02'],
    ['up', '1.01', '1.01'],
  ])('rounds %s: %s becomes %s', (rounding, rate, amount) => {
    expect(convert(moneyOf('1', 'EUR'), rate, 'USD', rounding).rounded.amount).toBe(amount);
  });

  it.each<[Rounding, string, string]>([
    ['down', '-1.01', '0.005'],
    ['up', '-1.00', '-0.005'],
    ['half-even', '-1.00', '-0.005'],
  ])('rounds %s in the same direction below zero: %s', (rounding, amount, remainder) => {
    expect(convert(moneyOf('-1.005', 'KWD'), IDENTITY_RATE, 'USD', rounding)).toEqual({
      exact: '-1.005',
      rounded: { amount, currency: 'USD' },
      remainder,
    });
  });

  it('knows no minus zero', () => {
    expect(convert(moneyOf('-0.001', 'KWD'), IDENTITY_RATE, 'USD', 'up')).toEqual({
      exact: '-0.001',
      rounded: { amount: '0.00', currency: 'USD' },
      remainder: '-0.001',
    });
  });

  it('takes the widest amount at the widest rates and loses no digit', () => {
    const widest = moneyOf(`${'9'.repeat(30)}.${'9'.repeat(18)}`, 'ETH');
    const least = `0.${'0'.repeat(17)}${'9'.repeat(18)}`;
    const { exact, remainder } = convert(widest, productOf(least, least), 'USD', 'up');
    expect(exact.replace(/^0\.0*/, '').length).toBe(84);
    expect(remainder.replace(/^-0\./, '')).toHaveLength(88);
  });

  it('refuses to lose a digit', () => {
    const long = `1.${'1'.repeat(90)}`;
    expect(() => convert(moneyOf('123456789.12', 'USD'), long, 'EUR', 'down')).toThrow(RangeError);
    const tiny = `0.${'0'.repeat(99)}1`;
    expect(() => convert(moneyOf('0.01', 'USD'), tiny, 'EUR', 'up')).toThrow(RangeError);
  });

  it('throws on what is no money, no rate or no currency: those are faults', () => {
    const one = moneyOf('1', 'USD');
    expect(() => convert({ amount: '1', currency: 'USD' }, '1', 'EUR', 'down')).toThrow(
      MalformedAmountError,
    );
    expect(() => convert(one, '0x10', 'EUR', 'down')).toThrow(MalformedAmountError);
    expect(() => convert(one, '1', 'BGN', 'down')).toThrow(UnknownCurrencyError);
    expect(() => convert({ amount: '1.00', currency: 'HRK' }, '1', 'EUR', 'down')).toThrow(
      UnknownCurrencyError,
    );
  });
});
