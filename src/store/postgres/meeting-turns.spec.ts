import type { TenantId } from '../../kernel/ids';
import type { Changes, Loaded, Wanted } from '../records';
import {
  anAccount,
  anEvent,
  aQuote,
  aRequest,
  aTask,
  AT,
  changing,
  flowEvent,
  aFlow,
  ids,
  stored,
  wanting,
} from '../store.fixture';
import type { Store } from '../store.port';
import {
  asAdministrator,
  describeOnPostgres,
  makeDatabase,
  type OwnedDatabase,
} from './database.fixture';
import { openPostgresStore } from './postgres.store';

describeOnPostgres('turns of two instances that meet', () => {
  let database: OwnedDatabase;
  let one: Store;
  let other: Store;
  let tenant: TenantId;

  beforeAll(async () => {
    database = await makeDatabase();
    // Rows are met in the order in which they are named, unless they are sorted.
    for (const plan of ['hashjoin', 'mergejoin']) {
      await asAdministrator(`alter role ${database.owner} set enable_${plan} = off`);
    }
    const open = () => openPostgresStore({ url: database.url, now: Date.now });
    [one, other] = [await open(), await open()];
  });
  afterAll(async () => {
    await one.close();
    await other.close();
    await database.drop();
  });
  beforeEach(() => {
    tenant = ids.next('ten');
  });

  /** Runs a turn on `other` that has loaded before `meanwhile` is done, and answers its runs. */
  const overtaken = async (
    wanted: Partial<Wanted>,
    meanwhile: () => Promise<unknown>,
    run: (loaded: Loaded) => Partial<Changes>,
  ): Promise<Loaded[]> => {
    const seen: Loaded[] = [];
    await other.turns.turn(wanting({ tenants: [tenant], ...wanted }), async (loaded) => {
      seen.push(loaded);
      if (seen.length === 1) await meanwhile();
      return changing(run(loaded));
    });
    return seen;
  };
  const commit = (changes: Partial<Changes>) =>
    one.turns.turn(wanting({ tenants: [tenant] }), async () => changing(changes));

  it('see the answer to a key that was given meanwhile, and give it again', async () => {
    const request = aRequest(tenant);
    const seen = await overtaken(
      { requests: [request] },
      () => commit({ answeredRequests: [request] }),
      ({ requests }) =>
        requests.length > 0 ? {} : { answeredRequests: [{ ...request, status: 500 }] },
    );
    expect(seen.map(({ requests }) => requests)).toEqual([[], [request]]);
  });

  it('see a reference that was taken meanwhile', async () => {
    const account = () => anAccount(tenant, 'EUR', { reference: 'r' });
    const seen = await overtaken(
      { references: [{ tenantId: tenant, reference: 'r' }] },
      () => commit({ accounts: [account()] }),
      ({ references }) => (references.length > 0 ? {} : { accounts: [account()] }),
    );
    expect(seen.map(({ references }) => references.length)).toEqual([0, 1]);
  });

  it('number the events of a stream one after the other', async () => {
    const event = (sequence: number) => anEvent(tenant, { kind: 'tenant', id: tenant }, sequence);
    const seen = await overtaken(
      { streams: [{ tenantId: tenant, id: tenant }] },
      () => commit({ events: [event(1)] }),
      ({ streams }) => ({ events: [event((streams[0]?.sequence ?? 0) + 1)] }),
    );
    expect(seen).toHaveLength(2);
    const log = await other.reads.events(tenant, { after: 0, limit: 9 });
    expect(log.map(({ sequence, position }) => [sequence, position])).toEqual([
      [1, 1],
      [2, 2],
    ]);
  });

  it('wait for each other’s accounts, quotes and tasks, and see what became of them', async () => {
    const account = anAccount(tenant);
    const quote = aQuote(tenant);
    await commit({ accounts: [account], quotes: [quote] });
    const raise = (store: Store) =>
      store.turns.turn(
        wanting({ accounts: [account], quotes: [quote] }),
        async ({ accounts, quotes }) => {
          const [flow] = [aFlow(tenant, [account.id])];
          const isFree = quotes[0]?.usedBy === null;
          return changing({
            accounts: accounts.map((found) => ({ ...found, version: found.version + 1 })),
            quotes: isFree ? [{ ...quote, usedBy: flow.id }] : [],
            flows: isFree ? [stored(flow)] : [],
            events: isFree ? [flowEvent(flow, 1)] : [],
          });
        },
      );
    await Promise.all(Array.from({ length: 40 }, (_, index) => raise(index % 2 ? one : other)));
    expect((await one.reads.account(tenant, account.id))?.version).toBe(41);
    expect(await one.reads.events(tenant, { after: 0, limit: 9 })).toHaveLength(1);
  });

  it('never wait for each other in a circle, however their accounts are named', async () => {
    const accounts = Array.from({ length: 400 }, () => anAccount(tenant));
    await commit({ accounts });
    const raise = (store: Store, wanted: typeof accounts) =>
      store.turns.turn(wanting({ accounts: wanted }), async (loaded) =>
        changing({
          accounts: loaded.accounts.map((found) => ({ ...found, version: found.version + 1 })),
        }),
      );
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        index % 2 ? raise(one, accounts) : raise(other, [...accounts].reverse()),
      ),
    );
    // They are counted when their backends have told of them.
    await pause(1_200);
    expect(await deadlocks()).toBe('0');
    expect((await one.reads.account(tenant, accounts[3]!.id))?.version).toBe(41);
  });

  it('give a task to one of them', async () => {
    const now = Date.parse(AT);
    const flow = aFlow(tenant, []);
    const tasks = Array.from({ length: 50 }, () => aTask(tenant, flow.id, { dueAt: now }));
    await commit({ newTasks: tasks });
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 ? one : other).outbox.claim(String(index), 5, now, now + 9_000),
      ),
    );
    const claimed = claims.flat().map(({ id }) => id);
    expect(new Set(claimed).size).toBe(claimed.length);
    expect(claimed.length).toBe(50);
  });

  it('are told of each other’s commits, also after the line was cut', async () => {
    const told: number[] = [];
    const stop = other.peers.onNews(() => told.push(told.length));
    const until = async (count: number) => {
      for (let waited = 0; told.length < count && waited < 500; waited += 1) await pause(10);
      return told.length >= count;
    };
    // The first look is when it begins to listen.
    expect(await until(1)).toBe(true);
    await commit({ events: [anEvent(tenant, { kind: 'tenant', id: tenant }, 1)] });
    expect(await until(2)).toBe(true);
    await asAdministrator(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where usename = '${database.owner}' and query like 'listen%'`,
    );
    expect(await until(3)).toBe(true);
    await commit({ events: [anEvent(tenant, { kind: 'tenant', id: tenant }, 2)] });
    expect(await until(4)).toBe(true);
    stop();
  });

  it('do one after the other what may only be begun once', async () => {
    const order: string[] = [];
    const work = (store: Store, who: string) =>
      store.peers.alone(async () => {
        order.push(`${who} begins`);
        await pause(50);
        order.push(`${who} ends`);
      });
    await Promise.all([work(one, 'one'), work(other, 'other')]);
    expect(order.map((step) => step.split(' ')[1])).toEqual(['begins', 'ends', 'begins', 'ends']);
    expect(order[0]?.split(' ')[0]).toBe(order[1]?.split(' ')[0]);
  });

  const deadlocks = async () =>
    (
      await asAdministrator<{ deadlocks: string }>(
        `select deadlocks from pg_stat_database where datname = '${database.name}'`,
      )
    )[0]?.deadlocks;
  const pause = (milliseconds: number) =>
    new Promise((resolve) => setTimeout(resolve, milliseconds));
});
