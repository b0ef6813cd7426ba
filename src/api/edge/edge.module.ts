import { Module, type DynamicModule } from '@nestjs/common';
import { Replies } from '../../engine/order';
import { KeyCache } from '../../http/auth/key-cache';
import { Cursors } from '../../http/cursors';
import { Clock } from '../../kernel/clock';
import { ReadStore } from '../../store/store.port';
import { ApiReplies } from '../replies';
import { ServerAddress } from '../server-address';
import { Lists } from './lists';
import { OrderDesk } from './order-desk';

export interface EdgeOptions {
  /** At least 32 bytes, from which the secret of the cursors is derived. */
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
        { provide: Replies, useClass: ApiReplies },
        {
          provide: KeyCache,
          inject: [ReadStore, Clock],
          useFactory: (reads: ReadStore, clock: Clock) => new KeyCache(reads, clock),
        },
        ServerAddress,
        Lists,
        OrderDesk,
      ],
      exports: [Cursors, Replies, KeyCache, ServerAddress, Lists, OrderDesk],
    };
  }
}
