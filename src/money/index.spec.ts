import * as money from '.';

describe('the public surface of money', () => {
  it('is what the rest of the program is written against', () => {
    expect(Object.keys(money).sort()).toEqual([
      'CURRENCY_CODE',
      'IDENTITY_RATE',
      'UnknownCurrencyError',
      'add',
      'addExactly',
      'atLeast',
      'atMost',
      'convert',
      'currencies',
      'equal',
      'exponentOf',
      'findCurrency',
      'fromMinor',
      'inverseOf',
      'isBuiltIn',
      'isKnownCurrency',
      'isNegative',
      'isPositive',
      'isZero',
      'learnExponents',
      'moneyOf',
      'negate',
      'parseAllowance',
      'parseAmount',
      'parseRate',
      'productOf',
      'spreadOf',
      'spreadRate',
      'subtract',
      'subtractExactly',
      'sum',
      'toMinor',
      'zero',
    ]);
  });
});
