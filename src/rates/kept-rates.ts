import type { OnApplicationBootstrap } from '@nestjs/common';
import type { Instant } from '../kernel/clock';
import type { FetchedRateStore } from '../store/store.port';
import { FetchedRates, type FetchedBooks } from './fetched-rates.port';
import { RateBook } from './rate-book';
import type { RateTable } from './rate-table';

/**
 * The rates of a source as the store has kept them, for as long as they are not too old. The source
 * itself is not asked: a command has the rates that a server on the same store would start with.
 */
export class KeptRates extends FetchedRates implements OnApplicationBootstrap {
  private asOf: Instant | undefined;
  private book = RateBook.empty;

  constructor(
    /** Seconds after which a rate is too old to be used. */
    protected readonly maxAge: number,
    protected readonly store: FetchedRateStore,
  ) {
    super();
  }

  override at(moment: Instant): FetchedBooks {
    const { asOf, book } = this;
    if (asOf === undefined) return { fresh: book, known: book, isAwaited: true };
    const age = Date.parse(moment) - Date.parse(asOf);
    const isFresh = age <= this.maxAge * 1_000;
    return { fresh: isFresh ? book : RateBook.empty, known: book, isAwaited: false };
  }

  override fetchedAsOf(): Instant | undefined {
    return this.asOf;
  }

  async onApplicationBootstrap(): Promise<void> {
    const kept = await this.store.all();
    if (kept[0] !== undefined) this.take({ asOf: kept[0].asOf, rates: kept });
  }

  protected take({ asOf, rates }: RateTable): void {
    this.asOf = asOf;
    this.book = RateBook.of(rates);
  }
}
