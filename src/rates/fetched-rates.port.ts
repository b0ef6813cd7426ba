import type { Instant } from '../kernel/clock';
import type { RateBook } from './rate-book';

/** The rates that were not pinned by anyone, as they are at one moment. */
export interface FetchedBooks {
  /** Those that may be used. The same book as `known` when none is too old. */
  readonly fresh: RateBook;
  /** All of them. */
  readonly known: RateBook;
  /** There is a source, and nothing has ever come of it: what it knows is not known yet. */
  readonly isAwaited: boolean;
}

/** The rates that were not pinned by anyone: fetched, or the sample table. No I/O here. */
export abstract class FetchedRates {
  abstract at(moment: Instant): FetchedBooks;
  /** By its own date, what was fetched last; undefined when nothing was, or there is no source. */
  abstract fetchedAsOf(): Instant | undefined;
}
