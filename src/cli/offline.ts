import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import pino from 'pino';
import { KeyMaking } from '../boot/key-making';
import { databaseUrl, type Database } from '../config/urls';
import { EngineModule } from '../engine/engine.module';
import { Replies, type Reply } from '../engine/order';
import { projections } from '../projections';
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

@Module({ providers: [KeyMaking], exports: [KeyMaking] })
class OfflineModule {
  static forRoot(database: Database): DynamicModule {
    return {
      module: OfflineModule,
      imports: [
        StoreModule.forRoot({ url: databaseUrl(database) }),
        EngineModule.forRoot({ projections, logger: pino({ level: 'silent' }) }),
        RatesModule.forRoot({ isProduction: true }),
        NoRepliesModule.make(),
        TenancyModule,
      ],
    };
  }
}

/** The engine on its own, for a command while no server runs: no HTTP, and no call to outside. */
export const openOffline = (database: Database): Promise<INestApplicationContext> =>
  NestFactory.createApplicationContext(OfflineModule.forRoot(database), {
    logger: false,
    abortOnError: false,
  });
