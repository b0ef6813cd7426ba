import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import type { Logger } from 'pino';
import { Clock } from '../kernel/clock';
import { LOGGER } from '../logging/logger.token';
import { FetchedRateStore } from '../store/store.port';
import { CreateQuoteHandler } from './create-quote.handler';
import { FetchedRates, type FetchedBooks } from './fetched-rates.port';
import { HttpRates, type SourceOptions } from './http/http-rates';
import { KeptRates } from './kept-rates';
import { PinRateHandler } from './pin-rate.handler';
import { RateBook } from './rate-book';
import { sampleRates } from './sample-rates';
import { UnpinRateHandler } from './unpin-rate.handler';

/** The bundled sample table for everybody, or nothing at all. It does not age. */
class SampleRates extends FetchedRates {
  private readonly books: FetchedBooks;

  constructor(isUsed: boolean) {
    super();
    const rates = isUsed ? RateBook.of(sampleRates) : RateBook.empty;
    this.books = { fresh: rates, known: rates, isAwaited: false };
  }

  override at(): FetchedBooks {
    return this.books;
  }

  override fetchedAsOf(): undefined {
    return undefined;
  }
}

export interface RatesOptions {
  readonly isProduction: boolean;
  /** Where rates are fetched; pinned and sample rates alone when there is none. */
  readonly source?: SourceOptions | undefined;
  /** False for a command: it has what was fetched before it, and calls nobody. */
  readonly asksSource?: boolean;
}

/** Who has a source has no use for rates of long ago: the sample table is left out beside one. */
function fetchedRates({ isProduction, source, asksSource = true }: RatesOptions): Provider {
  if (source === undefined) {
    return { provide: FetchedRates, useValue: new SampleRates(!isProduction) };
  }
  return asksSource ? askedRates(source) : keptRates(source);
}

const askedRates = (source: SourceOptions): Provider => ({
  provide: FetchedRates,
  inject: [FetchedRateStore, Clock, LOGGER],
  useFactory: (store: FetchedRateStore, clock: Clock, logger: Logger) =>
    new HttpRates(source, store, clock, logger),
});

const keptRates = ({ maxAge }: SourceOptions): Provider => ({
  provide: FetchedRates,
  inject: [FetchedRateStore],
  useFactory: (store: FetchedRateStore) => new KeptRates(maxAge, store),
});

/** Rates: pinned by the API, fetched from a source, or the sample table where there is none. */
@Module({})
export class RatesModule {
  /** With `NODE_ENV=production` the sample table is not used. */
  static forRoot(options: RatesOptions): DynamicModule {
    return {
      module: RatesModule,
      global: true,
      providers: [CreateQuoteHandler, PinRateHandler, UnpinRateHandler, fetchedRates(options)],
      exports: [FetchedRates],
    };
  }
}
