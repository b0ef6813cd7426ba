import fc from 'fast-check';
import type { AccountId } from '../kernel/ids';
import { convert, isPositive, moneyOf, negate, sum, type Money } from '../money';
import {
  conversionRecordOf,
  isCustomer,
  legsOf,
  move,
  type Leg,
  type LedgerAccount,
} from './entry';

const alice = 'acc_01a1fc13-dc0c-7c9e-a598-12810d5f410c' as AccountId;
const bob = 'acc_01a1fc13-dc0c-7c9e-a598-12810d5f410d' as AccountId;

const shown = (legs: readonly Leg[]): readonly string[] =>
  legs.map(({ side, account, amount }) => `${side} ${account} ${amount.amount} ${amount.currency}`);

const signed = ({ side, amount }: Leg): Money => (side === 'debit' ? negate(amount) : amount);

describe('the legs of moves', () => {
  const accounts = fc.constantFrom<LedgerAccount>(alice, bob, 'fx', 'fees', 'clearing:simulator');
  const amounts = fc
    .tuple(
      fc.constantFrom(['JPY', 0], ['EUR', 2], ['KWD', 3], ['BTC', 8], ['ETH', 18] as const),
      fc.bigInt(1n, 10n ** 30n),
    )
    .map(([[currency, exponent], minor]) => {
      const digits = minor.toString().padStart(exponent + 1, '0');
      const point = digits.length - exponent;
      return moneyOf(
        exponent === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`,
        currency,
      );
    });
  const moves = fc.array(
    fc.tuple(accounts, accounts, amounts).map((parts) => move(...parts)),
    { maxLength: 8 },
  );

  it('sum to zero in each currency, whatever the moves', () => {
    fc.assert(
      fc.property(moves, (all) => {
        const legs = legsOf(all);
        for (const currency of new Set(legs.map(({ amount }) => amount.currency))) {
          const own = legs.map(signed).filter((one) => one.currency === currency);
          expect(sum(currency, own)).toEqual(moneyOf('0', currency));
        }
      }),
    );
  });

  it('are positive, and one for each account and currency', () => {
    fc.assert(
      fc.property(moves, (all) => {
        const legs = legsOf(all);
        expect(legs.every(({ amount }) => isPositive(amount))).toBe(true);
        const names = legs.map(({ account, amount }) => `${account} ${amount.currency}`);
        expect(new Set(names).size).toBe(names.length);
      }),
    );
  });

  it('change an account by what went in less what went out', () => {
    fc.assert(
      fc.property(moves, accounts, amounts, (all, account, { currency }) => {
        const own = all.filter(({ amount }) => amount.currency === currency);
        const into = own.filter(({ credit }) => credit === account).map(({ amount }) => amount);
        const outOf = own
          .filter(({ debit }) => debit === account)
          .map(({ amount }) => negate(amount));
        const legs = legsOf(all).filter(
          (leg) => leg.account === account && leg.amount.currency === currency,
        );
        expect(sum(currency, legs.map(signed))).toEqual(sum(currency, [...into, ...outOf]));
      }),
    );
  });

  it('go through fx in both currencies of a conversion', () => {
    const legs = legsOf([
      move('clearing:simulator', 'fx', moneyOf('100', 'USD')),
      move('fx', alice, moneyOf('92', 'EUR')),
    ]);

    expect(shown(legs)).toEqual([
      'debit clearing:simulator 100.00 USD',
      'credit fx 100.00 USD',
      'debit fx 92.00 EUR',
      `credit ${alice} 92.00 EUR`,
    ]);
  });

  it('leave fx out where it nets to nothing: a conversion at rate 1', () => {
    const legs = legsOf([
      move('clearing:simulator', 'fx', moneyOf('7.10', 'EUR')),
      move('fx', alice, moneyOf('7.10', 'EUR')),
    ]);

    expect(shown(legs)).toEqual(['debit clearing:simulator 7.10 EUR', `credit ${alice} 7.10 EUR`]);
  });

  it('keep on fx what a transfer between equals was rounded by', () => {
    const legs = legsOf([
      move(alice, 'fx', moneyOf('0.94', 'EUR')),
      move('fx', bob, moneyOf('0.93', 'EUR')),
    ]);

    expect(shown(legs)).toEqual([
      `debit ${alice} 0.94 EUR`,
      'credit fx 0.01 EUR',
      `credit ${bob} 0.93 EUR`,
    ]);
  });

  it('are none for a move of an account onto itself', () => {
    expect(legsOf([move(alice, alice, moneyOf('5', 'EUR'))])).toEqual([]);
    expect(legsOf([])).toEqual([]);
  });
});

it('keeps of a conversion the exact product, the rounded amount, the remainder and the spread', () => {
  const { exact, rounded, remainder } = convert(moneyOf('12.345', 'KWD'), '3.2498', 'USD', 'up');

  expect(
    conversionRecordOf({
      side: 'debit',
      amount: rounded,
      exact,
      remainder,
      spread: { amount: '0.02' },
    }),
  ).toEqual({
    currency: 'USD',
    side: 'debit',
    exact: '40.118781',
    rounded: '40.12',
    remainder: '-0.001219',
    spread: '0.02',
  });
});

it('tells a customer’s account from the tenant’s own', () => {
  expect(
    [alice, 'fx', 'fees', 'clearing:simulator'].map((one) => isCustomer(one as never)),
  ).toEqual([true, false, false, false]);
});
