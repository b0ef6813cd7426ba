import { inverseOf } from '../money';
import type { StoredRate } from './rate';
import { RateBook } from './rate-book';

const rate = (base: string, quote: string, value: string): StoredRate => ({
  base,
  quote,
  value,
  inverse: inverseOf(value),
  source: 'sample',
  asOf: '2026-11-21T10:00:00.000Z',
});

describe('a rate book', () => {
  const book = RateBook.of([rate('EUR', 'USD', '1.1')]);

  it('finds exactly the pair that was stored', () => {
    expect(book.find('EUR', 'USD')?.value).toBe('1.1');
    expect(book.find('USD', 'EUR')).toBeUndefined();
    expect(book.find('__proto__', 'constructor')).toBeUndefined();
  });

  it('stays what it was when another is made of it', () => {
    const repinned = book.with(rate('EUR', 'USD', '1.2'));
    const emptied = book.without('EUR', 'USD');
    expect(repinned.find('EUR', 'USD')?.value).toBe('1.2');
    expect(emptied.all()).toEqual([]);
    expect(book.all()).toEqual([rate('EUR', 'USD', '1.1')]);
    expect(RateBook.empty.all()).toEqual([]);
  });

  it('is the same book without what it never held', () => {
    expect(book.without('USD', 'EUR')).toBe(book);
  });

  it('knows neighbours in both directions, until their last rate is gone', () => {
    const both = book.with(rate('USD', 'EUR', '0.9'));
    const one = both.without('EUR', 'USD');
    expect([...one.neighboursOf('EUR')]).toEqual(['USD']);
    expect([...one.neighboursOf('USD')]).toEqual(['EUR']);
    expect([...one.without('USD', 'EUR').neighboursOf('EUR')]).toEqual([]);
  });
});
