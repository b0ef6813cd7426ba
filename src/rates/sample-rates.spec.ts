import { inverseOf, isKnownCurrency, parseRate } from '../money';
import { RateBook } from './rate-book';
import { resolveRate } from './resolve-rate';
import { sampleRates } from './sample-rates';

const book = RateBook.of(sampleRates);
const between = (base: string, quote: string) =>
  resolveRate(RateBook.empty, book, base, quote, '2026-11-21T10:00:00.000Z');

describe('the sample table', () => {
  it.each(sampleRates)('gives $quote as a currency in force, at a canonical rate', (rate) => {
    expect(isKnownCurrency(rate.quote)).toBe(true);
    expect(parseRate(rate.value)).toEqual({ kind: 'parsed', rate: rate.value });
    expect(rate).toMatchObject({
      base: 'EUR',
      source: 'sample',
      asOf: '2023-12-29T15:00:00.000Z',
      inverse: inverseOf(rate.value),
    });
  });

  it('names 29 currencies, each once, and not the lev, which is retired', () => {
    expect(new Set(sampleRates.map(({ quote }) => quote)).size).toBe(29);
    expect(sampleRates).toHaveLength(29);
    expect(between('EUR', 'BGN')).toEqual({ kind: 'unsupported' });
  });

  it('reaches every pair of its currencies, over the euro where need be', () => {
    expect(between('USD', 'GBP')).toMatchObject({
      kind: 'found',
      rate: { value: '0.78647058823529411701395', source: 'sample', via: 'EUR' },
    });
    const codes = ['EUR', ...sampleRates.map(({ quote }) => quote)];
    const kinds = codes.flatMap((base) => codes.map((quote) => between(base, quote).kind));
    expect(new Set(kinds)).toEqual(new Set(['found']));
  });
});
