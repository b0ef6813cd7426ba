import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import pino from 'pino';
import { AccountsModule } from '../accounts/accounts.module';
import { CurrentRates } from '../api/rates/current-rates';
import { RunningFlows } from '../api/flows/running-flows';
import { ApiReplies } from '../api/replies';
import { AuditModule } from '../audit/audit.module';
import { KeyMaking } from '../boot/key-making';
import type { Prepared } from '../config/preparation';
import { rateSourceOf } from '../config/rate-source';
import { databaseUrl } from '../config/urls';
import { EngineModule } from '../engine/engine.module';
import { Replies } from '../engine/order';
import { FlowsModule } from '../flows/flows.module';
import { projections } from '../projections';
import { ProvidersModule } from '../providers/providers.module';
import { RatesModule } from '../rates/rates.module';
import { StoreModule } from '../store/store.module';
import { TenancyModule } from '../tenancy/tenancy.module';

/** The API's words for what came of a command: a retried request is answered in them. */
@Module({})
class RepliesModule {
  static make(): DynamicModule {
    const replies = { provide: Replies, useClass: ApiReplies };
    return { module: RepliesModule, global: true, providers: [replies], exports: [Replies] };
  }
}

interface OfflineOptions {
  readonly environment: Prepared;
  /** For a command that looks and changes nothing, also beside a running server. */
  readonly readOnly: boolean;
}

@Module({ providers: [KeyMaking, CurrentRates, RunningFlows] })
class OfflineModule {
  static forRoot({ environment, readOnly }: OfflineOptions): DynamicModule {
    const { database, masterKey, mode } = environment;
    return {
      module: OfflineModule,
      imports: [
        DiscoveryModule,
        StoreModule.forRoot({ url: databaseUrl(database), readOnly }),
        EngineModule.forRoot({ projections, logger: pino({ level: 'silent' }) }),
        RatesModule.forRoot({
          isProduction: mode === 'production',
          source: rateSourceOf(environment),
          asksSource: false,
        }),
        ProvidersModule.forRoot({ masterKey }),
        RepliesModule.make(),
        TenancyModule,
        AccountsModule,
        FlowsModule.forRoot({ paymentDeadline: environment.paymentDeadline }),
        AuditModule,
      ],
    };
  }
}

/** The engine on its own, for a command: no HTTP, and no call to the outside. */
export async function withEngine<T>(
  options: OfflineOptions,
  use: (context: INestApplicationContext) => Promise<T>,
): Promise<T> {
  const context = await NestFactory.createApplicationContext(OfflineModule.forRoot(options), {
    logger: false,
    abortOnError: false,
  });
  try {
    return await use(context);
  } finally {
    await context.close();
  }
}
