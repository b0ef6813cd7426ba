import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import type { TenantId } from '../kernel/ids';
import { inverseOf } from '../money';
import type { RateSource, StoredRate } from './rate';
import { RateBook } from './rate-book';
import { resolveRate } from './resolve-rate';

const AT = '2026-11-21T10:00:00.000Z';
const EARLIER = '2026-11-20T15:00:00.000Z';
const LATER = '2026-11-21T09:00:00.000Z';
const tenantId = 'ten_1' as TenantId;

const stored = (
  pair: string,
  value: string,
  source: RateSource = 'sample',
  asOf = EARLIER,
): StoredRate => {
  const [base = '', quote = ''] = pair.split('/');
  return { base, quote, value, source, asOf, inverse: inverseOf(value) };
};
const pin = (pair: string, value: string, asOf = LATER): StoredRate & { tenantId: TenantId } => ({
  ...stored(pair, value, 'manual', asOf),
  tenantId,
});
const ask = (pinned: StoredRate[], fetched: StoredRate[], pair: string) => {
  const [base = '', quote = ''] = pair.split('/');
  return resolveRate(RateBook.of(pinned), RateBook.of(fetched), base, quote, AT);
};
const rateOf = (...asked: Parameters<typeof ask>) => {
  const answer = ask(...asked);
  if (answer.kind !== 'found') throw new Error(answer.kind);
  return answer.rate;
};

describe('which rate is taken', () => {
  const pinnedPair = pin('EUR/USD', '1.1');
  const fetchedPair = stored('EUR/USD', '1.2');
  const pinnedOpposite = pin('USD/EUR', '0.5');
  const fetchedOpposite = stored('USD/EUR', '0.4');
  const fetchedLegs = [stored('EUR/CHF', '2'), stored('CHF/USD', '3')];

  it.each([
    ['the pinned pair before all', [pinnedPair, pinnedOpposite], [fetchedPair], '1.1'],
    ['the fetched pair before an inverse', [pinnedOpposite], [fetchedPair, fetchedOpposite], '1.2'],
    ['the pinned inverse before the fetched', [pinnedOpposite], [fetchedOpposite], '2'],
    ['the fetched inverse before a bridge', [], [fetchedOpposite, ...fetchedLegs], '2.5'],
    ['a bridge, where nothing else is known', [], fetchedLegs, '6'],
    [
      'an inverse before a bridge of pins',
      [pin('EUR/CHF', '2'), pin('CHF/USD', '3')],
      [fetchedOpposite],
      '2.5',
    ],
  ])('%s', (_fact, pinned, fetched, value) => {
    expect(rateOf(pinned, fetched, 'EUR/USD').value).toBe(value);
  });

  it('is 1 from a currency into itself, whatever is pinned, as of the request', () => {
    expect(ask([pin('EUR/EUR', '2')], [], 'EUR/EUR')).toEqual({
      kind: 'found',
      rate: { value: '1', base: 'EUR', quote: 'EUR', source: 'identity', asOf: AT },
    });
  });

  it('is unsupported when nobody knows the pair, or only over two currencies', () => {
    const chain = [stored('EUR/USD', '2'), stored('USD/CHF', '2'), stored('CHF/NGN', '2')];
    expect(ask([], [], 'EUR/USD')).toEqual({ kind: 'unsupported' });
    expect(ask([], chain, 'EUR/NGN')).toEqual({ kind: 'unsupported' });
  });

  it('is the stored inverse, not one that is computed when asked', () => {
    const odd = { ...stored('USD/EUR', '0.4'), inverse: '2.4999' };
    expect(rateOf([], [odd], 'EUR/USD').value).toBe('2.4999');
  });

  it('tells only what a rate is: no tenant, no inverse', () => {
    expect(rateOf([pin('EUR/USD', '1.1')], [], 'EUR/USD')).toEqual({
      value: '1.1',
      base: 'EUR',
      quote: 'USD',
      source: 'manual',
      asOf: LATER,
    });
    expect(rateOf([pin('EUR/USD', '1.1')], [], 'USD/EUR')).toEqual({
      value: '0.90909090909090909',
      base: 'USD',
      quote: 'EUR',
      source: 'manual',
      asOf: LATER,
    });
  });
});

describe('a bridge', () => {
  it('is the exact product of its legs', () => {
    const legs = [stored('CHF/USD', '1.1234'), stored('USD/NGN', '1534.275')];
    expect(rateOf([], legs, 'CHF/NGN').value).toBe('1723.604535');
  });

  it.each([
    ['sample', 'http', 'sample'],
    ['http', 'ecb', 'http'],
    ['ecb', 'manual', 'ecb'],
    ['manual', 'sample', 'sample'],
  ] as const)('of %s and %s is worth as much as %s, as of the older leg', (one, other, weaker) => {
    const legs = [stored('CHF/USD', '2', one, LATER), stored('USD/NGN', '3', other, EARLIER)];
    expect(rateOf([], legs, 'CHF/NGN')).toEqual({
      value: '6',
      base: 'CHF',
      quote: 'NGN',
      source: weaker,
      asOf: EARLIER,
      via: 'USD',
    });
  });

  it.each([
    [
      'whose legs are all pinned',
      [pin('SEK/CHF', '2'), pin('SEK/NGN', '3')],
      [stored('CHF/USD', '1'), stored('USD/NGN', '1')],
      'SEK',
    ],
    [
      'with one pinned leg before one with none',
      [pin('SEK/NGN', '3')],
      [stored('CHF/SEK', '1'), stored('CHF/USD', '1'), stored('USD/NGN', '1')],
      'SEK',
    ],
    [
      'whose legs are stored in its own direction',
      [],
      [
        stored('USD/CHF', '1'),
        stored('USD/NGN', '1'),
        stored('CHF/SEK', '1'),
        stored('SEK/NGN', '1'),
      ],
      'SEK',
    ],
    [
      'over USD before EUR',
      [],
      ['AUD', 'EUR', 'USD'].flatMap((via) => [
        stored(`CHF/${via}`, '1'),
        stored(`${via}/NGN`, '1'),
      ]),
      'USD',
    ],
    [
      'over EUR before the alphabet',
      [],
      ['AUD', 'EUR'].flatMap((via) => [stored(`CHF/${via}`, '1'), stored(`${via}/NGN`, '1')]),
      'EUR',
    ],
    [
      'over the first code of the alphabet',
      [],
      ['SEK', 'AUD', 'CAD'].flatMap((via) => [
        stored(`CHF/${via}`, '1'),
        stored(`${via}/NGN`, '1'),
      ]),
      'AUD',
    ],
  ])('is preferred %s', (_fact, pinned, fetched, via) => {
    expect(rateOf(pinned, fetched, 'CHF/NGN').via).toBe(via);
  });
});

describe('the laws of rates', () => {
  const value = fc
    .tuple(fc.integer({ min: 1, max: 999_999_999 }), fc.integer({ min: 0, max: 12 }))
    .map(([digits, places]) => new Decimal(digits).div(new Decimal(10).pow(places)).toFixed());
  const currency = fc.constantFrom('AUD', 'CHF', 'EUR', 'JPY', 'NGN', 'SEK', 'USD');
  const pair = fc
    .tuple(currency, currency)
    .filter(([base, quote]) => base !== quote)
    .map(([base, quote]) => `${base}/${quote}`);
  const bookOf = (make: (pair: string, value: string) => StoredRate) =>
    fc
      .uniqueArray(fc.tuple(pair, value), { selector: ([name]) => name, maxLength: 12 })
      .map((rows) => rows.map(([name, text]) => make(name, text)));

  it('a rate and its inverse never gain together', () => {
    fc.assert(
      fc.property(value, (text) => {
        const there = rateOf([], [stored('EUR/USD', text)], 'EUR/USD').value;
        const back = rateOf([], [stored('EUR/USD', text)], 'USD/EUR').value;
        const both = new (Decimal.clone({ precision: 100 }))(there).times(back);
        expect(both.lte(1)).toBe(true);
        expect(both.gt('0.99999999999999999')).toBe(true);
      }),
    );
  });

  it('a bridge is the product, digit for digit', () => {
    fc.assert(
      fc.property(value, value, (one, other) => {
        const crossed = rateOf([], [stored('CHF/USD', one), stored('USD/NGN', other)], 'CHF/NGN');
        const Wide = Decimal.clone({ precision: 200, toExpNeg: -200, toExpPos: 200 });
        expect(crossed.value).toBe(new Wide(one).times(other).toString());
      }),
    );
  });

  it('the answer does not depend on the order in which rates became known', () => {
    fc.assert(
      fc.property(
        bookOf((name, text) => pin(name, text)),
        bookOf(stored),
        pair,
        (pins, rest, asked) => {
          expect(ask([...pins].reverse(), [...rest].reverse(), asked)).toEqual(
            ask(pins, rest, asked),
          );
        },
      ),
    );
  });

  it('what is pinned is always what is answered for its pair', () => {
    fc.assert(
      fc.property(
        bookOf((name, text) => pin(name, text)),
        bookOf(stored),
        (pins, rest) => {
          for (const { base, quote, value: pinned } of pins) {
            expect(rateOf(pins, rest, `${base}/${quote}`).value).toBe(pinned);
          }
        },
      ),
    );
  });
});
