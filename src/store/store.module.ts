import {
  type DynamicModule,
  Inject,
  Module,
  type OnApplicationShutdown,
  type Provider,
} from '@nestjs/common';
import { type Clock, SystemClock } from '../kernel/clock';
import { openStore } from './open-store';
import {
  AuditStore,
  FetchedRateStore,
  Inbox,
  Outbox,
  Peers,
  ReadStore,
  type Store,
  TurnStore,
} from './store.port';

export interface StoreModuleOptions {
  /** The `DATABASE_URL`. */
  readonly url: string;
  /** What commits are dated by; the machine's own clock unless a test has another. */
  readonly clock?: Clock;
  /** For a command that looks and changes nothing, also beside a running server. */
  readonly readOnly?: boolean;
  /** The compiled program of the thread that writes, for a server on an SQLite file. */
  readonly writerThread?: string;
}

const STORE = Symbol('store');

/** Each port of the store under its own class, so that nobody is given more than they ask for. */
const ports: readonly Provider[] = [
  { provide: TurnStore, inject: [STORE], useFactory: ({ turns }: Store) => turns },
  { provide: Outbox, inject: [STORE], useFactory: ({ outbox }: Store) => outbox },
  { provide: Inbox, inject: [STORE], useFactory: ({ inbox }: Store) => inbox },
  { provide: FetchedRateStore, inject: [STORE], useFactory: (store: Store) => store.fetchedRates },
  { provide: ReadStore, inject: [STORE], useFactory: ({ reads }: Store) => reads },
  { provide: Peers, inject: [STORE], useFactory: ({ peers }: Store) => peers },
  { provide: AuditStore, inject: [STORE], useFactory: ({ audit }: Store) => audit },
];

/** Opens the store before anything runs, and closes it after everything has stopped. */
@Module({})
export class StoreModule implements OnApplicationShutdown {
  constructor(@Inject(STORE) private readonly store: Store) {}

  static forRoot({ url, clock = new SystemClock(), ...more }: StoreModuleOptions): DynamicModule {
    const now = (): number => clock.millis();
    return {
      module: StoreModule,
      global: true,
      providers: [{ provide: STORE, useFactory: () => openStore({ url, now, ...more }) }, ...ports],
      exports: [TurnStore, Outbox, Inbox, FetchedRateStore, ReadStore, AuditStore, Peers],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.store.close();
  }
}
