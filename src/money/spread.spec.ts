import fc from 'fast-check';
import { convert, moneyOf, spreadOf, spreadRate } from '.';

describe('a spread', () => {
  it('takes from the rate of a credit and adds to that of a debit, exactly', () => {
    expect(spreadRate('0.92', 50, 'below')).toBe('0.9154');
    expect(spreadRate('0.92', 50, 'above')).toBe('0.9246');
    expect(spreadRate('0.000000000000000001', 1, 'below')).toBe('0.0000000000000000009999');
    expect(spreadRate('1.0832', 0, 'below')).toBe('1.0832');
  });

  it('is what lies between the two products', () => {
    const spreads = fc.integer({ min: 0, max: 5_000 });
    const cents = fc.bigInt({ min: 1n, max: 10n ** 30n });
    fc.assert(
      fc.property(cents, fc.integer({ min: 1, max: 10 ** 9 }), spreads, (amount, pips, points) => {
        const money = moneyOf(
          `${String(amount / 100n)}.${String(amount % 100n).padStart(2, '0')}`,
          'EUR',
        );
        const mid = `${String(Math.floor(pips / 10_000))}.${String(pips % 10_000).padStart(4, '0')}`;
        const exact = (rate: string) => digits(convert(money, rate, 'USD', 'down').exact);
        const [below, above] = [spreadRate(mid, points, 'below'), spreadRate(mid, points, 'above')];
        const kept = digits(spreadOf(money, mid, points));
        expect(exact(mid) - exact(below)).toBe(kept);
        expect(exact(above) - exact(mid)).toBe(kept);
      }),
    );
  });

  it('stays exact for the longest amount at the longest bridged rate', () => {
    const money = moneyOf(`${'9'.repeat(30)}.${'9'.repeat(18)}`, 'ETH');
    const mid = `0.${'0'.repeat(34)}${'9'.repeat(36)}`;
    expect(() => convert(money, spreadRate(mid, 4_999, 'above'), 'USD', 'up')).not.toThrow();
    expect(() => spreadOf(money, mid, 4_999)).not.toThrow();
  });

  it.each([-1, 0.5, 10_000, NaN, Infinity])('is never %s', (points) => {
    expect(() => spreadRate('1', points, 'below')).toThrow(RangeError);
    expect(() => spreadOf(moneyOf('1', 'EUR'), '1', points)).toThrow(RangeError);
  });
});

/** In units of 10^-12, which is finer than anything here. */
const digits = (text: string): bigint => {
  const [whole = '', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(12, '0'));
};
