import { MalformedAmountError } from './errors';
import { IDENTITY_RATE, inverseOf, productOf } from './rate';

describe('inverseOf', () => {
  it.each([
    ['1', '1'],
    ['2', '0.5'],
    ['0.5', '2'],
    ['3', '0.333333333333333333'],
    ['6', '0.166666666666666666'],
    ['0.3', '3.33333333333333333'],
    ['1.1234', '0.890154886950329357'],
    ['1534.275', '0.000651773639015170031'],
    ['0.000000000000000001', '1000000000000000000'],
    ['1000000000000000000', '0.000000000000000001'],
  ])('of %s is %s: 18 significant digits, rounded down, plain notation', (rate, inverse) => {
    expect(inverseOf(rate)).toBe(inverse);
  });
});

describe('an inverse a hair under one', () => {
  it('is not rounded up to one on the way', () => {
    expect(inverseOf(`1.${'0'.repeat(110)}1`)).toBe('0.999999999999999999');
  });
});

describe('productOf', () => {
  it.each([
    ['1.1234', '1534.275', '1723.604535'],
    ['2', '0.5', '1'],
    [IDENTITY_RATE, '0.92', '0.92'],
    ['0.00000001', '0.00000001', '0.0000000000000001'],
    ['123456789.123456789', '987654321.987654321', '121932631356500531.347203169112635269'],
  ])('of %s and %s is %s, exactly', (a, b, product) => {
    expect(productOf(a, b)).toBe(product);
  });

  it('refuses to lose a digit', () => {
    const long = `1.${'1'.repeat(60)}`;
    expect(() => productOf(long, long)).toThrow(RangeError);
  });
});

describe('a rate', () => {
  it.each(['', '0', '0.00', '-1', '+1', '1e3', '0x10', 'Infinity', 'NaN', '.5', '5.', ' 1', '1\n'])(
    'is not %j',
    (rate) => {
      expect(() => inverseOf(rate)).toThrow(MalformedAmountError);
      expect(() => productOf('1', rate)).toThrow(MalformedAmountError);
      expect(() => productOf(rate, '1')).toThrow(MalformedAmountError);
    },
  );
});
