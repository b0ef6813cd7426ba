import { randomUUID } from 'node:crypto';
import { asAdministrator, describeOnPostgres } from '../../src/store/postgres/database.fixture';
import { CuttingProxy } from '../../src/store/postgres/cutting-proxy.fixture';
import type { Answer, Client } from '../support/client';
import { aPostgresDatabase, type TestDatabase } from '../support/database';
import { serve, type TestServer } from '../support/server';

describeOnPostgres('a server whose database goes away', () => {
  let database: TestDatabase;
  let proxy: CuttingProxy;
  let server: TestServer;
  let client: Client;

  beforeAll(async () => {
    database = await aPostgresDatabase();
    proxy = await CuttingProxy.before(database.url);
    server = await serve({ env: { DATABASE_URL: proxy.urlFor(database.url) } });
    ({ client } = server);
  });
  afterAll(async () => {
    await server.stop();
    await proxy.close();
    await database.drop();
  });

  const account = async (): Promise<string> =>
    (await client.post('/v1/accounts', { currency: 'EUR', overdraft: '1000.00' })).body[
      'id'
    ] as string;
  const posted = async (accountId: string): Promise<string> => {
    const { body } = await client.get<{ balance: { posted: string } }>(`/v1/accounts/${accountId}`);
    return body.balance.posted;
  };
  /** An answer to the probe holds for a moment. */
  const isReadySoon = async (): Promise<boolean> => {
    for (let waited = 0; waited < 100; waited += 1) {
      if ((await client.get('/readyz')).status === 200) return true;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return false;
  };
  const transfer = (from: string, to: string) => ({
    fromAccountId: from,
    toAccountId: to,
    amount: '1.00',
    currency: 'EUR',
  });

  it('is not ready, answers with problems, and goes on by itself when it is back', async () => {
    const [from, to] = [await account(), await account()];
    const key = randomUUID();
    proxy.down = true;
    const away = {
      ready: await client.get('/readyz'),
      read: await client.get(`/v1/accounts/${from}`),
      written: await client.post('/v1/transfers', transfer(from, to), key),
    };
    proxy.down = false;

    expect([away.ready.status, away.read.status, away.written.status]).toEqual([503, 503, 503]);
    expect(away.written.body).toMatchObject({ code: 'overloaded', retry: 'same-key' });
    expect(away.read.text).not.toContain('ECONN');
    expect((await client.post('/v1/transfers', transfer(from, to), key)).status).toBe(201);
    expect(await isReadySoon()).toBe(true);
    expect(await posted(to)).toBe('1.00');
  });

  it.each([
    ['after', 'before the client is answered'],
    ['before', 'before the server hears it'],
  ] as const)('does a transfer once that is cut off just %s its commit', async (_when, cut) => {
    const [from, to] = [await account(), await account()];
    proxy.cutNextCommit(cut);
    const answer = await client.post('/v1/transfers', transfer(from, to), randomUUID());
    expect(answer.status).toBe(201);
    expect(await posted(to)).toBe('1.00');
  });

  it('tells the truth under the same key after its connections were ended under load', async () => {
    const [from, to] = [await account(), await account()];
    const calls = Array.from({ length: 200 }, () => ({ key: randomUUID() }));
    const send = ({ key }: { key: string }): Promise<Answer> =>
      client.post('/v1/transfers', transfer(from, to), key);
    const role = new URL(database.url).username;
    const { isOver } = { isOver: { yet: false } };
    const ending = (async () => {
      while (!isOver.yet) {
        await asAdministrator(
          `select pg_terminate_backend(pid) from pg_stat_activity where usename = '${role}'`,
        );
        await new Promise((resolve) => setTimeout(resolve, 40));
      }
    })();
    const answers: Answer[] = [];
    for (let at = 0; at < calls.length; at += 20) {
      answers.push(...(await Promise.all(calls.slice(at, at + 20).map(send))));
    }
    isOver.yet = true;
    await ending;

    const odd = answers.filter(({ status }) => status !== 201 && status < 500);
    expect(odd.map(({ text }) => text)).toEqual([]);
    const settled = await Promise.all(calls.map(send));
    expect(new Set(settled.map(({ status }) => status))).toEqual(new Set([201]));
    expect(await posted(to)).toBe('200.00');
    const told = answers.flatMap(({ status, text }, index) =>
      status === 201 ? [[index, text]] : [],
    );
    expect(told).toEqual(told.map(([index]) => [index, settled[Number(index)]?.text]));
  });
});
