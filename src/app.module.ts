import { Module, type DynamicModule } from '@nestjs/common';
import { AccountsModule } from './accounts/accounts.module';
import { ApiModule } from './api/api.module';
import { BootModule } from './boot/boot.module';
import type { Prepared } from './config/preparation';
import { rateSourceOf } from './config/rate-source';
import { databaseUrl } from './config/urls';
import { EngineModule } from './engine/engine.module';
import { OutboxModule } from './engine/outbox.module';
import { FlowsModule } from './flows/flows.module';
import type { Clock } from './kernel/clock';
import type { Logger } from './logging/logger';
import { projections } from './projections';
import { MetricsModule } from './metrics/metrics.module';
import { ProvidersModule } from './providers/providers.module';
import { RatesModule } from './rates/rates.module';
import { StoreModule } from './store/store.module';
import { TenancyModule } from './tenancy/tenancy.module';
import { WebhooksModule } from './webhooks/webhooks.module';

export interface AppModuleOptions {
  readonly environment: Prepared;
  readonly logger: Logger;
  /** Told of the key that the first start in development makes. */
  readonly announceKey: (key: string) => void;
  readonly clock?: Clock;
  /**
   * The compiled program of the thread that writes to an SQLite file; none: the process has one
   * thread.
   */
  readonly writerThread?: string;
  /** More of the application: in a test, a saga or a handler that misbehaves. */
  readonly extra?: NonNullable<DynamicModule['imports']>;
}

/** The table of contents: what the running application is made of. */
@Module({})
export class AppModule {
  static forRoot(options: AppModuleOptions): DynamicModule {
    const { environment, logger, announceKey, clock, writerThread, extra = [] } = options;
    const { masterKey, database, simulatorUrl } = environment;
    const isProduction = environment.mode === 'production';
    const time = clock === undefined ? {} : { clock };
    const writer = writerThread === undefined ? {} : { writerThread };
    return {
      module: AppModule,
      imports: [
        StoreModule.forRoot({ url: databaseUrl(database), ...time, ...writer }),
        EngineModule.forRoot({ projections, logger, ...time }),
        OutboxModule,
        RatesModule.forRoot({ isProduction, source: rateSourceOf(environment) }),
        ProvidersModule.forRoot({ masterKey, simulatorUrl, ...time }),
        TenancyModule,
        AccountsModule,
        FlowsModule.forRoot({ paymentDeadline: environment.paymentDeadline }),

        ApiModule.forRoot({ masterKey }),
        WebhooksModule,
        MetricsModule,
        BootModule.forRoot({
          bootstrapApiKey: environment.bootstrapApiKey,
          isProduction,
          announce: announceKey,
        }),
        ...extra,
      ],
    };
  }
}
