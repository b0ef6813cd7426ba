import fc from 'fast-check';
import { addExactly, subtractExactly } from '.';
import { MalformedAmountError } from './errors';

describe('an exact sum', () => {
  it('has as many digits as it takes', () => {
    expect(addExactly('0', '0.00')).toBe('0');
    expect(addExactly('0.5', '0.25')).toBe('0.75');
    expect(addExactly('0.005', '-0.005')).toBe('0');
    expect(subtractExactly('0', '0.001')).toBe('-0.001');
    expect(subtractExactly('1', '-1')).toBe('2');
    const huge = '9'.repeat(200);
    expect(addExactly(huge, `0.${huge}`)).toBe(`${huge}.${huge}`);
  });

  it('is that of whole numbers with the point put back', () => {
    const units = fc.bigInt({ min: -(10n ** 60n), max: 10n ** 60n });
    fc.assert(
      fc.property(units, units, fc.integer({ min: 0, max: 80 }), (a, b, decimals) => {
        const [one, other] = [written(a, decimals), written(b, decimals)];
        expect(addExactly(one, other)).toBe(addExactly(written(a + b, decimals), '0'));
        expect(subtractExactly(addExactly(one, other), other)).toBe(addExactly(one, '0'));
      }),
    );
  });

  it.each(['', '1e3', 'NaN', '+1', '.5', '5.', '0x1'])('is not made of «%s»', (text) => {
    expect(() => addExactly('1', text)).toThrow(MalformedAmountError);
  });
});

const written = (units: bigint, decimals: number): string => {
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  const fraction = decimals === 0 ? '' : `.${digits.slice(point)}`;
  return `${units < 0n ? '-' : ''}${digits.slice(0, point)}${fraction}`;
};
