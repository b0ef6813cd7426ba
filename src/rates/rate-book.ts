import { pairOf, type StoredRate } from './rate';

const NOBODY: ReadonlySet<string> = new Set();

function neighboursIn(rates: Iterable<StoredRate>): ReadonlyMap<string, ReadonlySet<string>> {
  const neighbours = new Map<string, Set<string>>();
  const meet = (one: string, other: string): void => {
    const known = neighbours.get(one) ?? new Set();
    neighbours.set(one, known.add(other));
  };
  for (const { base, quote } of rates) {
    meet(base, quote);
    meet(quote, base);
  }
  return neighbours;
}

/**
 * Rates by pair, one for each. A book never changes: `with` and `without` answer another one, so
 * that whoever holds a book may keep reading it. Reading takes the same time however long the book
 * is; changing copies it, since that is rare.
 */
export class RateBook {
  static readonly empty = RateBook.of([]);

  private readonly neighbours: ReadonlyMap<string, ReadonlySet<string>>;

  private constructor(private readonly rates: ReadonlyMap<string, StoredRate>) {
    this.neighbours = neighboursIn(rates.values());
  }

  /** Of two rates of the same pair the later in the list is kept. */
  static of(rates: Iterable<StoredRate>): RateBook {
    return new RateBook(new Map([...rates].map((rate) => [pairOf(rate.base, rate.quote), rate])));
  }

  /** The rate takes the place of the one that its pair had. */
  with(rate: StoredRate): RateBook {
    return new RateBook(new Map(this.rates).set(pairOf(rate.base, rate.quote), rate));
  }

  /** A pair that has no rate is no fault: the book stays what it was. */
  without(base: string, quote: string): RateBook {
    const rates = new Map(this.rates);
    return rates.delete(pairOf(base, quote)) ? new RateBook(rates) : this;
  }

  /** The rate of exactly this pair; the opposite pair is another one. */
  find(base: string, quote: string): StoredRate | undefined {
    return this.rates.get(pairOf(base, quote));
  }

  /** The currencies that have a rate with this one, in either direction. */
  neighboursOf(currency: string): ReadonlySet<string> {
    return this.neighbours.get(currency) ?? NOBODY;
  }

  /** Every rate, in no order that means anything. */
  all(): readonly StoredRate[] {
    return [...this.rates.values()];
  }
}
