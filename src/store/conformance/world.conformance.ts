import type { Account } from '../../accounts/account';
import type { TenantId } from '../../kernel/ids';
import type { Changes, Loaded, StoredEvent, Wanted } from '../records';
import type { Store } from '../store.port';
import { aClock, changing, ids, together, wanting } from '../store.fixture';

/** An empty database of an adapter, as its conformance run makes one for each test. */
export interface TestDatabase {
  /** How many servers may be at it at once: where there are many, leases are what keeps them apart. */
  readonly servers: 'one' | 'many';
  /** Opens the store on it; also a second time, after a close. */
  open(): Promise<Store>;
  /** Runs SQL past the store, as somebody with a console would. */
  execute(sql: string): Promise<void>;
  /** Throws it away. */
  discard(): Promise<void>;
}
export type MakeDatabase = (now: () => number) => Promise<TestDatabase>;

/** What each test is given: a store of its own, with a clock that can be set, and two tenants. */
export class World {
  readonly clock = aClock();
  readonly tenant: TenantId = ids.next('ten');
  readonly stranger: TenantId = ids.next('ten');
  private current: Store | undefined;
  private made: TestDatabase | undefined;

  async begin(make: MakeDatabase): Promise<void> {
    this.made = await make(this.clock.now);
    this.current = await this.made.open();
  }

  get store(): Store {
    if (!this.current) throw new Error('The store is open only while a test runs.');
    return this.current;
  }

  get database(): TestDatabase {
    if (!this.made) throw new Error('The database is there only while a test runs.');
    return this.made;
  }

  async reopen(): Promise<void> {
    await this.store.close();
    this.current = await this.database.open();
  }

  async end(): Promise<void> {
    await this.current?.close();
    await this.made?.discard();
  }

  /** A turn of both tenants that needs to see nothing else. */
  commit(...parts: readonly Partial<Changes>[]): Promise<readonly StoredEvent[]> {
    const made = parts.flatMap(({ tenants = [] }) => tenants.map(({ id }) => id));
    const wanted = wanting({ tenants: [this.tenant, this.stranger, ...made] });
    return this.store.turns.turn(wanted, async () => together(...parts));
  }

  /** It names the tenants, as every turn must that writes something of theirs. */
  get nothingWanted(): Wanted {
    return wanting({ tenants: [this.tenant, this.stranger] });
  }

  /** What a turn is shown, in a turn that changes nothing. */
  async load(wanted: Partial<Wanted>): Promise<Loaded> {
    let seen: Loaded | undefined;
    await this.store.turns.turn(wanting(wanted), async (loaded) => {
      seen = loaded;
      return changing({});
    });
    if (!seen) throw new Error('The turn was not run.');
    return seen;
  }

  async withAccounts<A extends readonly Account[]>(...accounts: A): Promise<A> {
    await this.commit({ accounts });
    return accounts;
  }
}

/** A new world before each test of the surrounding block. */
export const aWorld = (make: MakeDatabase): (() => World) => {
  let world = new World();
  beforeEach(async () => {
    world = new World();
    await world.begin(make);
  });
  afterEach(() => world.end());
  return () => world;
};

export const collect = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
};
