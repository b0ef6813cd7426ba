import { randomUUID } from 'node:crypto';
import { asAdministrator, describeOnPostgres } from '../../src/store/postgres/database.fixture';
import { migrations } from '../../src/store/postgres/migrations';
import type { Answer, Client } from '../support/client';
import { aPostgresDatabase, type TestDatabase } from '../support/database';
import { serve, type TestServer } from '../support/server';

type Migration = (typeof migrations)[number];

const ADDITIVE: Migration = {
  name: '0099-notes-additive',
  statements: [
    `alter table flows add column note text not null default ''`,
    'alter table segments add column origin text',
    'create table notes (tenant bytea not null, flow bytea not null, text text not null)',
  ],
};
/** It only says of itself that older builds cannot live with it. */
const BREAKING: Migration = {
  name: '0099-split',
  statements: [`comment on table flows is 'split'`],
};

/** The same program with one more migration, as its next version would have. */
function newerBuild(migration: Migration): typeof serve {
  let newer = serve;
  const list = '../../src/store/postgres/migrations';
  jest.isolateModules(() => {
    jest.doMock(list, () => ({ migrations: [...migrations, migration] }));
    ({ serve: newer } = jest.requireActual<{ serve: typeof serve }>('../support/server'));
  });
  jest.dontMock(list);
  return newer;
}

const accountsOf = (client: Client): Promise<readonly string[]> =>
  Promise.all(
    ['one', 'other'].map(async (name) => {
      const asked = { currency: 'EUR', overdraft: '1000000.00', name };
      return (await client.post<{ id: string }>('/v1/accounts', asked)).body.id;
    }),
  );

const transfer = (client: Client, [from, to]: readonly string[]): Promise<Answer> =>
  client.post(
    '/v1/transfers',
    { fromAccountId: from, toAccountId: to, amount: '1.00', currency: 'EUR' },
    randomUUID(),
  );

/** Sends transfers, several at a time, until it is stopped: the status of each answer. */
function load(client: Client, accounts: readonly string[]) {
  const statuses: number[] = [];
  const state = { isOver: false };
  const send = async (): Promise<void> => {
    while (!state.isOver) statuses.push((await transfer(client, accounts)).status);
  };
  const senders = Promise.all([send(), send(), send(), send()]);
  return {
    statuses,
    stop: async (): Promise<readonly number[]> => {
      state.isOver = true;
      await senders;
      return statuses;
    },
  };
}

describeOnPostgres('an instance of a newer build beside an older one', () => {
  let database: TestDatabase;
  let older: TestServer;
  let accounts: readonly string[];
  const running: TestServer[] = [];
  const started = async (starting: Promise<TestServer>): Promise<TestServer> => {
    const server = await starting;
    running.push(server);
    return server;
  };
  /** With the owner's rights, so that it brings the schema up by itself. */
  const startNewer = (migration: Migration): Promise<TestServer> =>
    started(newerBuild(migration)({ env: { DATABASE_URL: database.ownersUrl } }));
  const startOlder = (): Promise<TestServer> =>
    started(serve({ env: { DATABASE_URL: database.url } }));

  beforeEach(async () => {
    database = await aPostgresDatabase();
    older = await startOlder();
    accounts = await accountsOf(older.client);
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((server) => server.stop()));
    await database.drop();
  });

  const schema = async (): Promise<string | undefined> =>
    (
      await asAdministrator<{ name: string }>(
        'select name from schema_migrations order by number desc limit 1',
        new URL(database.url).pathname.slice(1),
      )
    )[0]?.name;

  it('brings an additive schema up under load, and nobody is answered anything but 201', async () => {
    const onOlder = load(older.client, accounts);
    const newer = await startNewer(ADDITIVE);
    const onNewer = load(newer.client, accounts);
    const restarted = await startOlder();
    const after = await Promise.all([1, 2, 3].map(() => transfer(restarted.client, accounts)));
    const before = onOlder.statuses.length;
    while (onOlder.statuses.length < before + 20 || onNewer.statuses.length < 20) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const statuses = [...(await onOlder.stop()), ...(await onNewer.stop())];

    expect(await schema()).toBe(ADDITIVE.name);
    expect(new Set([...statuses, ...after.map(({ status }) => status)])).toEqual(new Set([201]));
    const { body } = await older.client.get(`/v1/accounts/${String(accounts[1])}`);
    const posted = `${String(statuses.length + after.length)}.00`;
    expect(body).toMatchObject({ balance: { posted } });
    const verified = await newer.client.post<{ ok: boolean }>('/v1/ledger/verify');
    expect(verified.body.ok).toBe(true);
  });

  it('waits with a schema that breaks older builds until the last of them is stopped', async () => {
    const onOlder = load(older.client, accounts);
    await expect(startNewer(BREAKING)).rejects.toThrow(
      'The schema 0099-split is not for older instances, and one still runs: stop them all first.',
    );
    expect(new Set(await onOlder.stop())).toEqual(new Set([201]));
    expect(await schema()).not.toBe(BREAKING.name);

    await older.stop();
    running.length = 0;
    const newer = await startNewer(BREAKING);
    expect((await transfer(newer.client, accounts)).status).toBe(201);
    await expect(startOlder()).rejects.toThrow('which is newer than this build');
  });

  it('is safe from an older one that had lost its connections meanwhile', async () => {
    const role = new URL(database.url).username;
    await asAdministrator(
      `select pg_terminate_backend(pid) from pg_stat_activity where usename = '${role}'`,
    );
    const newer = await startNewer(BREAKING);

    const answer = await transfer(older.client, accounts);
    expect([answer.status, answer.body['retry']]).toEqual([503, 'same-key']);
    expect((await older.client.get('/readyz')).status).toBe(503);
    const { body } = await newer.client.get(`/v1/accounts/${String(accounts[1])}`);
    expect(body).toMatchObject({ balance: { posted: '0.00' } });
    expect((await newer.client.get('/readyz')).status).toBe(200);
  });
});
