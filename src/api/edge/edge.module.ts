import { Module, type DynamicModule } from '@nestjs/common';
import { Replies } from '../../engine/order';
import { KeyCache } from '../../http/auth/key-cache';
import { Cursors } from '../../http/cursors';
import { KnownCurrencies } from '../../http/known-currencies';
import { Seals } from '../../http/seals';
import { ReadStore } from '../../store/store.port';
import { ApiReplies } from '../replies';
import { Lists } from './lists';
import { OrderDesk } from './order-desk';

export interface EdgeOptions {
  /** At least 32 bytes, from which the secrets of cursors and seals are derived. */
  readonly masterKey: Buffer;
}

/** What the controllers of every resource work with. */
@Module({})
export class EdgeModule {
  static forRoot({ masterKey }: EdgeOptions): DynamicModule {
    return {
      module: EdgeModule,
      global: true,
      providers: [
        { provide: Cursors, useValue: new Cursors(masterKey) },
        { provide: Seals, useValue: new Seals(masterKey) },
        { provide: Replies, useClass: ApiReplies },
        {
          provide: KeyCache,
          inject: [ReadStore],
          useFactory: (reads: ReadStore) => new KeyCache(reads),
        },
        {
          provide: KnownCurrencies,
          inject: [ReadStore],
          useFactory: (reads: ReadStore) => new KnownCurrencies(reads),
        },
        Lists,
        OrderDesk,
      ],
      exports: [Cursors, Seals, Replies, KeyCache, KnownCurrencies, Lists, OrderDesk],
    };
  }
}
