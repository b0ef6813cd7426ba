import { existsSync } from 'node:fs';
import { openStore } from '../../src/store/open-store';
import { asAdministrator, describeOnPostgres } from '../../src/store/postgres/database.fixture';
import { sqliteDriver } from '../../src/store/sqlite/driver';
import { Client } from '../support/client';
import { anSqliteFile, aPostgresDatabase, type TestDatabase } from '../support/database';
import { ServerProcess } from '../support/process';
import { ended } from '../support/server';
import { Workplace } from './cambist';

// Every command is a process of its own: a second or more on a machine that has other things to do.
jest.setTimeout(150_000);

const KEY = 'cbk_rebuild_spec';
const WRONG = 'update accounts set posted = posted + 1 where currency = ';

interface On {
  readonly make: () => Promise<TestDatabase>;
  readonly plant: (database: TestDatabase, sql: string) => Promise<unknown>;
  readonly refusal: RegExp;
}

/** Every row of every projection. */
async function dumped(url: string): Promise<readonly string[]> {
  const store = await openStore({ url, now: Date.now });
  const rows: string[] = [];
  for await (const row of store.audit.dumpProjections()) rows.push(row);
  await store.close();
  return rows;
}

function story({ make, plant, refusal }: On): void {
  let database: TestDatabase;
  let place: Workplace;
  beforeEach(async () => {
    database = await make();
    place = new Workplace({ DATABASE_URL: database.ownersUrl, BOOTSTRAP_API_KEY: KEY });
  });
  afterEach(async () => {
    place.clear();
    await database.drop();
  });
  const serve = () => ServerProcess.start({ ...place.env, DATABASE_URL: database.url });

  it('mends a wrong projection, and refuses while a server runs', async () => {
    const server = await serve();
    const client = new Client(server.url, KEY);
    const { body: account } = await client.post<{ id: string }>('/v1/accounts', {
      currency: 'EUR',
    });
    const order = { accountId: account.id, amount: '5.00', currency: 'EUR', source: 'sim:success' };
    const { body: deposit } = await client.post<{ id: string }>('/v1/deposits', order, 'order-1');
    await ended(client, `/v1/deposits/${deposit.id}`);
    const before = await client.get(`/v1/accounts/${account.id}`);
    const { body: log } = await client.get<{ data: unknown[] }>('/v1/events?limit=100');
    const refused = await place.cambist('rebuild');
    await server.terminate();
    expect([refused.code, refused.out, refused.err]).toEqual([
      1,
      '',
      expect.stringMatching(refusal),
    ]);

    await plant(database, `${WRONG}'EUR'`);
    expect((await place.cambist('verify')).code).toBe(1);
    expect(await place.json('rebuild')).toEqual({ tenants: 1, events: log.data.length });
    expect((await place.cambist('verify')).code).toBe(0);

    const again = await serve();
    const next = new Client(again.url, KEY);
    const after = await next.get(`/v1/accounts/${account.id}`);
    const replayed = await next.post('/v1/deposits', order, 'order-1');
    await again.terminate();
    expect(after.text).toBe(before.text);
    expect([replayed.status, replayed.body['id']]).toEqual([201, deposit.id]);
  });

  it('finds the exponents of the tenant’s own currencies in the log itself', async () => {
    const server = await serve();
    const client = new Client(server.url, KEY);
    await client.put('/v1/currencies/GOLD', { exponent: 3 });
    await client.put('/v1/rates/EUR/GOLD', { rate: '0.0162' });
    const { body: account } = await client.post<{ id: string }>('/v1/accounts', {
      currency: 'GOLD',
    });
    for (const [amount, currency] of [
      ['100.00', 'EUR'],
      ['0.125', 'GOLD'],
    ]) {
      const order = { accountId: account.id, amount, currency, source: 'sim:success' };
      const { body: deposit } = await client.post<{ id: string }>('/v1/deposits', order);
      await ended(client, `/v1/deposits/${deposit.id}`);
    }
    const before = await client.get(`/v1/accounts/${account.id}`);
    await server.terminate();
    const whole = await dumped(database.ownersUrl);

    await plant(database, 'delete from exponents');
    expect((await place.cambist('verify')).code).toBe(1);
    await place.json('rebuild');
    expect((await place.cambist('verify')).code).toBe(0);

    expect(await dumped(database.ownersUrl)).toEqual(whole);
    expect(whole).toContain('["exponents","GOLD","3"]');
    const again = await serve();
    const after = await new Client(again.url, KEY).get(`/v1/accounts/${account.id}`);
    await again.terminate();
    expect(after.text).toBe(before.text);
    expect(after.body).toMatchObject({ balance: { posted: '1.745' } });
  });
}

describe('rebuild of an SQLite file', () => {
  story({
    make: () => Promise.resolve(anSqliteFile()),
    plant: async ({ url }, sql) => {
      const connection = (await sqliteDriver())(url.slice('sqlite:'.length));
      connection.exec(sql);
      connection.close();
    },
    refusal: /^cambist: A server runs on this database: stop it before a rebuild\.\n$/,
  });

  it('says what to do next, and makes nothing where there is nothing', async () => {
    const place = new Workplace();
    const nowhere = await place.cambist('rebuild');
    const isMade = existsSync(place.database);
    await place.cambist('migrate');
    const empty = await place.cambist('rebuild');
    place.clear();
    expect([nowhere.code, nowhere.err, isMade]).toEqual([
      1,
      `cambist: There is no database at ${place.database}.\n`,
      false,
    ]);
    expect(empty).toEqual({
      code: 0,
      out: 'Every projection was made again from 0 event(s) of 0 tenant(s).\nSee that all holds: cambist verify\n',
      err: '',
    });
  });
});

describeOnPostgres('rebuild of a PostgreSQL database', () => {
  story({
    make: aPostgresDatabase,
    plant: ({ url }, sql) => asAdministrator(sql, new URL(url).pathname.slice(1)),
    refusal:
      /^cambist: There are \d+ other connection\(s\) of ours to this database\. Stop every server, [^\n]+\n$/,
  });

  it('takes the owner of the tables', async () => {
    const database = await aPostgresDatabase();
    const place = new Workplace({ DATABASE_URL: database.url });
    const refused = await place.cambist('rebuild');
    place.clear();
    await database.drop();
    expect([refused.code, refused.err]).toEqual([
      2,
      'cambist: This role may not drop the projections: it takes the owner of the tables.\n',
    ]);
  });
});
