import { Module, type DynamicModule } from '@nestjs/common';
import { FetchedRates } from './fetched-rates.port';
import { PinRateHandler } from './pin-rate.handler';
import { RateBook } from './rate-book';
import { sampleRates } from './sample-rates';
import { UnpinRateHandler } from './unpin-rate.handler';

/** The bundled sample table for everybody, or nothing at all. */
class SampleRates extends FetchedRates {
  private readonly rates: RateBook;

  constructor(isUsed: boolean) {
    super();
    this.rates = isUsed ? RateBook.of(sampleRates) : RateBook.empty;
  }

  override book(): RateBook {
    return this.rates;
  }
}

/** Rates: pinned by the API, and the sample table where there is nothing better. */
@Module({})
export class RatesModule {
  /** With `NODE_ENV=production` the sample table is not used. */
  static forRoot({ isProduction }: { readonly isProduction: boolean }): DynamicModule {
    return {
      module: RatesModule,
      global: true,
      providers: [
        PinRateHandler,
        UnpinRateHandler,
        { provide: FetchedRates, useValue: new SampleRates(!isProduction) },
      ],
      exports: [FetchedRates],
    };
  }
}
