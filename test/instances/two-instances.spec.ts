import { randomUUID } from 'node:crypto';
import { describeOnPostgres } from '../../src/store/postgres/database.fixture';
import { Client, type Answer } from '../support/client';
import { aPostgresDatabase, type TestDatabase } from '../support/database';
import { ended, serve, type TestServer } from '../support/server';

describeOnPostgres('two instances on one database', () => {
  let database: TestDatabase;
  let servers: readonly TestServer[];
  let one: Client;
  let other: Client;

  beforeAll(async () => {
    database = await aPostgresDatabase();
    const start = () => serve({ env: { DATABASE_URL: database.url } });
    servers = await Promise.all([start(), start()]);
    [one, other] = servers.map(({ client }) => client) as [Client, Client];
  });
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await database.drop();
  });

  const account = async (currency: string, funds: string, terms: object = {}): Promise<string> => {
    const { body } = await one.post('/v1/accounts', { currency, ...terms });
    const accountId = body['id'] as string;
    const deposit = { accountId, amount: funds, currency, source: 'sim:success' };
    const { body: begun } = await one.post('/v1/deposits', deposit);
    await ended(one, `/v1/deposits/${String(begun['id'])}`);
    return accountId;
  };

  const withdrawal = (accountId: string, amount: string, more: object = {}) => ({
    accountId,
    amount,
    currency: 'EUR',
    destination: 'sim:success',
    ...more,
  });

  /** The same to both in turns, all at once. */
  const spread = (times: number, send: (client: Client) => Promise<Answer>): Promise<Answer[]> =>
    Promise.all(Array.from({ length: times }, (_, index) => send(index % 2 === 0 ? one : other)));

  const countOf = (answers: readonly Answer[]): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const { status, body } of answers) {
      const name = `${String(status)} ${(body['code'] as string | undefined) ?? ''}`.trim();
      counts[name] = (counts[name] ?? 0) + 1;
    }
    return counts;
  };

  const postedOn = async (client: Client, accountId: string): Promise<unknown> =>
    (await client.get<{ balance: unknown }>(`/v1/accounts/${accountId}`)).body.balance;

  it('let three of ten withdrawals of 30.00 pass from 100.00', async () => {
    const accountId = await account('EUR', '100.00');
    const answers = await spread(10, (client) =>
      client.post('/v1/withdrawals', withdrawal(accountId, '30.00')),
    );
    expect(countOf(answers)).toEqual({ '201': 3, '422 insufficient-funds': 7 });
    for (const { status, body } of answers) {
      if (status === 201) await ended(other, `/v1/withdrawals/${String(body['id'])}`);
    }
    const balance = { posted: '10.00', held: '0.00', available: '10.00' };
    expect(await postedOn(one, accountId)).toEqual(balance);
    expect(await postedOn(other, accountId)).toEqual(balance);
  });

  it('count one daily limit', async () => {
    const limits = { withdraw: { daily: '100.00' } };
    const accountId = await account('EUR', '500.00', { limits });
    const answers = await spread(10, (client) =>
      client.post('/v1/withdrawals', withdrawal(accountId, '30.00')),
    );
    expect(countOf(answers)).toEqual({ '201': 3, '422 limit-exceeded': 7 });
  });

  it.each([
    ['an account', '/v1/accounts', () => ({ currency: 'EUR', reference: randomUUID() })],
    ['a quote', '/v1/quotes', () => ({ from: 'EUR', to: 'USD', amount: '5.00' })],
  ])('make %s once for one key that is sent to both at once', async (_what, path, make) => {
    const [body, key] = [make(), randomUUID()];
    const answers = await spread(6, (client) => client.post(path, body, key));
    expect(new Set(answers.map(({ status, text }) => `${String(status)} ${text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(201);
    const replays = answers.filter(({ headers }) => headers.get('idempotent-replayed') === 'true');
    expect(replays).toHaveLength(5);
  });

  it('take money once for one key that is sent to both at once', async () => {
    const accountId = await account('EUR', '100.00');
    const key = randomUUID();
    const answers = await spread(6, (client) =>
      client.post('/v1/withdrawals', withdrawal(accountId, '30.00'), key),
    );
    expect(new Set(answers.map(({ status, text }) => `${String(status)} ${text}`)).size).toBe(1);
    await ended(one, `/v1/withdrawals/${String(answers[0]?.body['id'])}`);
    expect(await postedOn(other, accountId)).toMatchObject({ posted: '70.00', held: '0.00' });
  });

  it('give a reference to one account', async () => {
    const reference = randomUUID();
    const answers = await spread(6, (client) =>
      client.post('/v1/accounts', { currency: 'EUR', reference }),
    );
    expect(countOf(answers)).toEqual({ '201': 1, '409 reference-taken': 5 });
  });

  it('use a quote once', async () => {
    const [from, to] = [await account('EUR', '500.00'), await account('USD', '1.00')];
    const quote = { from: 'EUR', to: 'USD', amount: '10.00' };
    const { body } = await other.post('/v1/quotes', quote);
    const transfer = { amount: '10.00', currency: 'EUR', quoteId: body['id'] };
    const ways = [
      { ...transfer, fromAccountId: from, toAccountId: to },
      { ...transfer, fromAccountId: await account('EUR', '500.00'), toAccountId: to },
    ];
    const answers = await spread(6, (client) =>
      client.post('/v1/transfers', ways[client === one ? 0 : 1]),
    );
    expect(countOf(answers)).toEqual({ '201': 1, '422 quote-already-used': 5 });
  });

  it('take a rate that was pinned on the other from then on', async () => {
    for (const rate of ['0.5', '0.25', '2']) {
      await one.put('/v1/rates/EUR/GBP', { rate });
      const { body } = await other.post('/v1/quotes', { from: 'EUR', to: 'GBP', amount: '8.00' });
      expect(body).toMatchObject({ rate: { value: rate } });
    }
  });

  it('let a key in no more within a second after it was revoked on the other', async () => {
    const { body } = await one.post<{ id: string; key: string }>('/v1/keys', {
      name: 'short-lived',
      role: 'member',
    });
    const bearer = new Client(other.url, body.key);
    expect((await bearer.get('/v1/accounts')).status).toBe(200);
    await one.send('DELETE', `/v1/keys/${body.id}`);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect((await bearer.get('/v1/accounts')).status).toBe(401);
  });

  it('pin and change the same things at once without a fault', async () => {
    const accountId = await account('EUR', '1.00');
    const answers = await spread(20, (client) =>
      client.put('/v1/rates/EUR/CHF', { rate: String(1 + Math.random()).slice(0, 6) }),
    );
    expect(Object.keys(countOf(answers)).every((name) => name.startsWith('20'))).toBe(true);
    const renamed = await spread(20, (client) =>
      client.send('PATCH', `/v1/accounts/${accountId}`, { name: randomUUID() }),
    );
    expect(countOf(renamed)).toEqual({ '200': 20 });
  });

  it('write one log without a gap, whose every hash is right', async () => {
    const accountId = await account('EUR', '1000.00');
    await spread(60, (client) => client.post('/v1/withdrawals', withdrawal(accountId, '1.00')));
    const { body } = await other.post<{ ok: boolean; checks: { ok: boolean; name: string }[] }>(
      '/v1/ledger/verify',
    );
    expect(body.checks.filter(({ ok }) => !ok)).toEqual([]);
    const positions: number[] = [];
    for (let after = 0; ; after = positions.at(-1) ?? 0) {
      const page = await one.get<{ data: { position: number }[] }>(
        `/v1/events?after=${String(after)}&limit=100`,
      );
      if (page.body.data.length === 0) break;
      positions.push(...page.body.data.map(({ position }) => position));
    }
    expect(positions).toEqual(positions.map((_, index) => index + 1));
  });

  it('do a bulk once that is sent to both at once, and answer it alike', async () => {
    interface Results {
      readonly refused: number;
      readonly results: readonly { readonly status: number; readonly body: unknown }[];
    }
    for (const atomic of [true, false]) {
      const [from, to] = [await account('EUR', '100.00'), await account('EUR', '1.00')];
      const key = randomUUID();
      const items = Array.from({ length: 10 }, (_, at) => ({
        kind: 'transfer',
        idempotencyKey: `${key}-${at}`,
        fromAccountId: from,
        toAccountId: to,
        amount: '10.00',
        currency: 'EUR',
      }));
      const answers = await Promise.all(
        [one, other, one, other].map((client) =>
          client.post<Results>('/v1/bulk', { atomic, items }),
        ),
      );
      const told = answers.map(({ body }) =>
        body.results.map(({ status, body: made }) => [status, made]),
      );
      for (const answer of told) expect(answer).toEqual(told[0]);
      expect(answers.map(({ body }) => body.refused)).toEqual([0, 0, 0, 0]);
      expect(await postedOn(other, to)).toMatchObject({ posted: '101.00' });
      expect(await postedOn(one, from)).toMatchObject({ posted: '0.00' });
    }
  });
});

describeOnPostgres('instances that are started at once on an empty database', () => {
  it('have one first tenant and one first key', async () => {
    const database = await aPostgresDatabase();
    const start = () => serve({ env: { DATABASE_URL: database.url } });
    const servers = await Promise.all([start(), start(), start(), start()]);
    const tenants = await Promise.all(
      servers.map(({ client }) => client.get<{ webhookUrl: string }>('/v1/providers/simulator')),
    );
    const keys = await servers[0].client.get<{ data: unknown[] }>('/v1/keys');
    await Promise.all(servers.map((server) => server.stop()));
    await database.drop();
    expect(new Set(tenants.map(({ body }) => body.webhookUrl.split('/').pop())).size).toBe(1);
    expect(keys.body.data).toHaveLength(1);
  });
});
