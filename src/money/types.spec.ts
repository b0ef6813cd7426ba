import { add, sum, subtract, zero, type Money } from '.';
import { CurrencyMismatchError } from './errors';

/**
 * What must not compile: `tsc` fails on an `@ts-expect-error` under which nothing is wrong. The
 * same lines throw at run time, for code whose currencies are plain strings.
 */
describe('the currency in the type', () => {
  const dollars: Money<'USD'> = { amount: '1.00', currency: 'USD' };
  const euros: Money<'EUR'> = { amount: '1.00', currency: 'EUR' };

  it('keeps different literal currencies out of a sum', () => {
    // @ts-expect-error dollars and euros do not add up
    expect(() => add(dollars, euros)).toThrow(CurrencyMismatchError);
    // @ts-expect-error nor can one be taken from the other
    expect(() => subtract(dollars, euros)).toThrow(CurrencyMismatchError);
  });

  it('stays in the result', () => {
    const total: Money<'USD'> = add(dollars, zero('USD'));
    const none: Money<'EUR'> = sum('EUR', []);
    // @ts-expect-error a sum of dollars is not an amount of euros
    const wrong: Money<'EUR'> = subtract(dollars, dollars);
    expect([total.currency, none.currency, wrong.currency]).toEqual(['USD', 'EUR', 'USD']);
  });

  it('lets amounts meet whose currencies are known at run time only', () => {
    const wide: Money = dollars;
    expect(add(wide, wide).amount).toBe('2.00');
    expect(add(wide, dollars).amount).toBe('2.00');
    expect(() => add(wide, euros)).toThrow(CurrencyMismatchError);
  });

  it('does not let a currency that may be any pass for a literal one', () => {
    const wide: Money = euros;
    // @ts-expect-error whether it is dollars is known at run time only
    expect(() => add(dollars, wide)).toThrow(CurrencyMismatchError);
  });

  it('makes money that cannot be changed', () => {
    // @ts-expect-error an amount is a value
    expect(() => (Object.freeze({ ...dollars }).amount = '2.00')).toThrow(TypeError);
    // @ts-expect-error money is never a number
    const number: Money = { amount: 1, currency: 'USD' };
    expect(() => add(number, number)).toThrow();
  });
});
