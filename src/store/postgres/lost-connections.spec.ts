import { setTimeout as pause } from 'node:timers/promises';
import type { TenantId } from '../../kernel/ids';
import { anAccount, anEvent, aRequest, changing, ids, wanting } from '../store.fixture';
import { type Store, StoreBusy } from '../store.port';
import { CuttingProxy } from './cutting-proxy.fixture';
import {
  asAdministrator,
  describeOnPostgres,
  makeDatabase,
  type OwnedDatabase,
} from './database.fixture';
import { PostgresPeers } from './peers';
import { openPostgresStore } from './postgres.store';
import { Connections } from './reader';
import { Moments } from './snapshot';

describeOnPostgres('a PostgreSQL store that loses its connections', () => {
  let database: OwnedDatabase;
  let proxy: CuttingProxy;
  let store: Store;
  let tenant: TenantId;

  beforeAll(async () => {
    database = await makeDatabase();
    proxy = await CuttingProxy.before(database.url);
    store = await openPostgresStore({ url: proxy.urlFor(database.url), now: Date.now });
  });
  afterAll(async () => {
    await store.close();
    await proxy.close();
    await database.drop();
  });
  beforeEach(() => {
    tenant = ids.next('ten');
  });

  /** A turn that counts how often it was run, and writes one event and one answer. */
  const aTurn = (sequence = 1) => {
    const request = aRequest(tenant);
    const seen = { runs: 0 };
    const event = anEvent(tenant, { kind: 'tenant', id: tenant }, sequence);
    const carried = store.turns.turn(
      wanting({ tenants: [tenant], requests: [request] }),
      async ({ requests }) => {
        seen.runs += 1;
        return requests.length > 0
          ? changing({})
          : changing({ events: [event], answeredRequests: [request] });
      },
    );
    return { carried, seen, event };
  };

  const log = async () => store.reads.events(tenant, { after: 0, limit: 10 });

  it('says of a commit whose answer was lost that it was made', async () => {
    proxy.cutNextCommit('before the client is answered');
    const { carried, seen, event } = aTurn();
    expect(await carried).toMatchObject([{ ...event, position: 1 }]);
    expect(seen.runs).toBe(1);
    expect(await log()).toHaveLength(1);
  });

  it('runs a turn again whose commit was never heard', async () => {
    proxy.cutNextCommit('before the server hears it');
    const { carried, seen } = aTurn();
    expect(await carried).toHaveLength(1);
    expect(seen.runs).toBe(2);
    expect(await log()).toHaveLength(1);
  });

  it('runs a turn again that was cut off in its middle', async () => {
    let runs = 0;
    const stored = await store.turns.turn(wanting({ tenants: [tenant] }), async () => {
      runs += 1;
      if (runs === 1) await endAll();
      return changing({ events: [anEvent(tenant, { kind: 'tenant', id: tenant }, 1)] });
    });
    expect([runs, stored.length]).toEqual([2, 1]);
    expect(await log()).toHaveLength(1);
  });

  it('reads on after an administrator has ended every connection', async () => {
    const account = anAccount(tenant);
    await store.turns.turn(wanting({ tenants: [tenant] }), async () =>
      changing({ accounts: [account] }),
    );
    for (let times = 0; times < 3; times += 1) {
      await endAll();
      expect(await store.reads.account(tenant, account.id)).toEqual(account);
    }
  });

  it('reads on though every connection that it has is dead, and looks alive', async () => {
    const account = anAccount(tenant);
    await store.turns.turn(wanting({ tenants: [tenant] }), async () =>
      changing({ accounts: [account] }),
    );
    const read = () => store.reads.account(tenant, account.id);
    await Promise.all(Array.from({ length: 20 }, read));
    proxy.loseOpen();
    expect(await read()).toEqual(account);
    expect(await Promise.all(Array.from({ length: 20 }, read))).toHaveLength(20);
  });

  it('fails at once while the database is away, and works again when it is back', async () => {
    proxy.down = true;
    await expect(aTurn().carried).rejects.toBeInstanceOf(StoreBusy);
    await expect(store.reads.ping()).rejects.toThrow();
    proxy.down = false;
    expect(await aTurn().carried).toHaveLength(1);
    await expect(store.reads.ping()).resolves.toBeUndefined();
  });

  it('does not wait for ever for a row that somebody holds', async () => {
    const [account, free] = [anAccount(tenant), anAccount(tenant)];
    const turn = (wanted: typeof account) =>
      store.turns.turn(wanting({ accounts: [wanted] }), async () => changing({}));
    await store.turns.turn(wanting({ tenants: [tenant] }), async () =>
      changing({ accounts: [account, free] }),
    );
    const holding = asAdministrator(
      `begin; select 1 from accounts where id = '\\x${idOf(account.id)}' for update;
       select pg_sleep(7); commit`,
      database.name,
    );
    await pause(300);
    await expect(turn(account)).rejects.toBeInstanceOf(StoreBusy);
    expect(await turn(free)).toEqual([]);
    await holding;
    expect(await turn(account)).toEqual([]);
  });

  it('is not to be had while the disk of the database is full', async () => {
    await asAdministrator(
      `create function full_disk() returns trigger language plpgsql as
         $$ begin raise 'no space left on device' using errcode = 'disk_full'; end $$;
       create trigger full_disk before insert on segments execute function full_disk()`,
      database.name,
    );
    await expect(aTurn().carried).rejects.toBeInstanceOf(StoreBusy);
    await asAdministrator('drop function full_disk cascade', database.name);
    expect(await aTurn().carried).toHaveLength(1);
  });

  const endAll = () =>
    asAdministrator(
      `select pg_terminate_backend(pid) from pg_stat_activity where usename = '${database.owner}'`,
    );
});

describeOnPostgres('a line to PostgreSQL that goes silent', () => {
  let database: OwnedDatabase;
  let proxy: CuttingProxy;

  beforeAll(async () => {
    database = await makeDatabase();
    await (await openPostgresStore({ url: database.url, now: Date.now })).close();
    proxy = await CuttingProxy.before(database.url);
  });
  afterAll(async () => {
    await proxy.close();
    await database.drop();
  });

  it('is made anew by who listens on it, and only then', async () => {
    const options = { url: proxy.urlFor(database.url) };
    const connections = new Connections(options);
    const peers = new PostgresPeers(options, connections, { every: 50, within: 100 });
    let looks = 0;
    const stop = peers.onNews(() => (looks += 1));
    const until = async (count: number) => {
      for (let waited = 0; looks < count && waited < 300; waited += 1) await pause(10);
      return looks;
    };
    expect(await until(1)).toBe(1);
    await pause(500);
    expect(looks).toBe(1);
    proxy.silenceOpen();
    expect(await until(2)).toBe(2);
    stop();
    await peers.close();
    await connections.close();
  });

  it('ends a long look', async () => {
    const moments = new Moments({ url: proxy.urlFor(database.url) }, 200);
    const looking = moments.look(async (snapshot) => {
      proxy.silenceOpen();
      return snapshot.tenants();
    });
    await expect(looking).rejects.toThrow('Query read timeout');
    expect(await moments.look((snapshot) => snapshot.tenants())).toEqual([]);
    await moments.close();
  });
});

const idOf = (id: string): string => `02${id.slice(4).replaceAll('-', '')}`;
