import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import pino from 'pino';
import { AccountsModule } from '../accounts/accounts.module';
import { AuditModule } from '../audit/audit.module';
import { KeyMaking } from '../boot/key-making';
import { databaseUrl, type Database } from '../config/urls';
import { EngineModule } from '../engine/engine.module';
import { Replies, type Reply } from '../engine/order';
import { FlowsModule } from '../flows/flows.module';
import { projections } from '../projections';
import { ProvidersModule } from '../providers/providers.module';
import { RatesModule } from '../rates/rates.module';
import { StoreModule } from '../store/store.module';
import { TenancyModule } from '../tenancy/tenancy.module';

/** Nobody waits for a reply in words here: the command line's own messages are internal. */
class NoReplies extends Replies {
  override to(): Reply {
    throw new Error('There is nobody to reply to.');
  }
  override keyReused(): Reply {
    throw new Error('There is nobody to reply to.');
  }
  override isKept(): boolean {
    return false;
  }
}

@Module({})
class NoRepliesModule {
  static make(): DynamicModule {
    const replies = { provide: Replies, useClass: NoReplies };
    return { module: NoRepliesModule, global: true, providers: [replies], exports: [Replies] };
  }
}

interface OfflineOptions {
  readonly database: Database;
  readonly masterKey: Buffer;
  /** For a command that looks and changes nothing, also beside a running server. */
  readonly readOnly: boolean;
}

@Module({ providers: [KeyMaking], exports: [KeyMaking] })
class OfflineModule {
  static forRoot({ database, masterKey, readOnly }: OfflineOptions): DynamicModule {
    return {
      module: OfflineModule,
      imports: [
        StoreModule.forRoot({ url: databaseUrl(database), readOnly }),
        EngineModule.forRoot({ projections, logger: pino({ level: 'silent' }) }),
        RatesModule.forRoot({ isProduction: true }),
        ProvidersModule.forRoot({ masterKey }),
        NoRepliesModule.make(),
        TenancyModule,
        AccountsModule,
        FlowsModule,
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
