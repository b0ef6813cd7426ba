import { anotherTenant } from '../support/another-tenant';
import { Client } from '../support/client';
import { aDatabase, type TestDatabase } from '../support/database';
import { ended, serve, type TestServer } from '../support/server';

let server: TestServer;
let client: Client;
let stranger: Client;
beforeAll(async () => {
  server = await serve();
  ({ client } = server);
  stranger = await anotherTenant(server);
  await client.put('/v1/currencies/GOLD', gold);
});
afterAll(() => server.stop());

const gold = { exponent: 3, name: 'Gold, in grams' };

const opened = async (currency: string, by: Client = client, more: object = {}) =>
  (await by.post('/v1/accounts', { currency, ...more })).body['id'] as string;

const balanceOf = async (id: string, by: Client = client) =>
  (await by.get<{ balance: unknown }>(`/v1/accounts/${id}`)).body.balance;

const isBalanced = async (by: Client = client): Promise<unknown> => {
  const { body } = await by.post<{ ok: boolean; checks: { ok: boolean }[] }>('/v1/ledger/verify');
  return body.ok ? true : body.checks.filter(({ ok }) => !ok);
};

const listed = async (by: Client): Promise<readonly string[]> => {
  const codes: string[] = [];
  let path: string | null = '/v1/currencies?limit=100';
  while (path !== null) {
    const { body }: { body: { data: { code: string }[]; nextCursor: string | null } } =
      await by.get(path);
    codes.push(...body.data.map(({ code }) => code));
    path = body.nextCursor && `/v1/currencies?limit=100&cursor=${body.nextCursor}`;
  }
  return codes;
};

describe('a currency of a tenant’s own', () => {
  it('is added once, and may be renamed', async () => {
    const put = (body: object) => client.put('/v1/currencies/TIN', body);
    const [first, again] = [await put({ exponent: 0 }), await put({ exponent: 0 })];
    const renamed = await put({ exponent: 0, name: 'Tin soldiers' });
    const tin = { code: 'TIN', exponent: 0, name: 'TIN', kind: 'custom', numeric: null };
    expect([first.status, first.body]).toEqual([201, tin]);
    expect(first.headers.get('location')).toBe('/v1/currencies/TIN');
    expect([again.status, again.body]).toEqual([200, tin]);
    expect([renamed.status, renamed.body]).toEqual([200, { ...tin, name: 'Tin soldiers' }]);
    expect((await client.get('/v1/currencies/TIN')).body).toEqual(renamed.body);
    const { body: log } = await client.get<{ data: unknown[] }>('/v1/events?type=currency.*');
    expect(log.data).toMatchObject([
      { type: 'currency.added', data: { code: 'GOLD', ...gold } },
      { type: 'currency.added', data: { code: 'TIN', exponent: 0, name: 'TIN' } },
      { type: 'currency.renamed', data: { code: 'TIN', name: 'Tin soldiers' } },
    ]);
  });

  it('stands in the list in its place, and in nobody else’s list', async () => {
    const codes = await listed(client);
    expect(codes).toEqual([...codes].sort());
    expect(codes).toContain('GOLD');
    expect(await listed(stranger)).not.toContain('GOLD');
    expect((await client.get('/v1/currencies/JPY')).body).toMatchObject({ kind: 'fiat' });
    for (const path of ['/v1/currencies/GOLD', '/v1/currencies/NOBODYS']) {
      const { status, body } = await stranger.get(path);
      expect([status, body['code']]).toEqual([404, 'not-found']);
    }
  });

  it.each([
    ['its own', 'GOLD', 2],
    ['one that is built in', 'USD', 3],
  ])('never gets another exponent than %s has', async (_, code, exponent) => {
    const { status, body } = await client.put(`/v1/currencies/${code}`, { exponent });
    expect([status, body['code']]).toEqual([409, 'currency-fixed']);
  });

  it('may be put where it is built in, which changes nothing', async () => {
    const before = await client.get('/v1/currencies/BTC');
    const put = await client.put('/v1/currencies/BTC', { exponent: 8, name: 'Mine' });
    expect([put.status, put.text]).toEqual([200, before.text]);
  });

  it('is added by an admin only', async () => {
    const { body } = await client.post('/v1/keys', { name: 'till', role: 'member' });
    const member = new Client(server.url, body['key'] as string);
    expect((await member.put('/v1/currencies/LEAD', { exponent: 1 })).status).toBe(403);
    expect((await member.get('/v1/currencies/GOLD')).status).toBe(200);
  });

  it.each([
    ['a code in lower case', 'gold', { exponent: 3 }, 'invalid-field'],
    ['a code that is too short', 'AU', { exponent: 3 }, 'invalid-field'],
    ['a code that is too long', 'ABCDEFGHIJKLM', { exponent: 3 }, 'invalid-field'],
    ['a code that begins with a digit', '1ST', { exponent: 3 }, 'invalid-field'],
    ['a code with a dash', 'GOLD-X', { exponent: 3 }, 'invalid-field'],
    ['a code with a line break', 'GOLDX%0A', { exponent: 3 }, 'invalid-field'],
    ['no exponent', 'LEAD', {}, 'invalid-field'],
    ['an exponent as text', 'LEAD', { exponent: '3' }, 'invalid-field'],
    ['an exponent below zero', 'LEAD', { exponent: -1 }, 'invalid-field'],
    ['an exponent above 18', 'LEAD', { exponent: 19 }, 'invalid-field'],
    ['half an exponent', 'LEAD', { exponent: 1.5 }, 'invalid-field'],
    ['an empty name', 'LEAD', { exponent: 1, name: '' }, 'invalid-field'],
    ['a name of two lines', 'LEAD', { exponent: 1, name: 'a\nb' }, 'invalid-field'],
    ['a field too many', 'LEAD', { exponent: 1, symbol: 'Pb' }, 'unknown-field'],
  ])('is refused with %s', async (_, code, body, problem) => {
    const refused = await client.put(`/v1/currencies/${code}`, body);
    expect([refused.status, refused.body['code']]).toEqual([400, problem]);
  });

  it('is not taken with more decimals than it has', async () => {
    const accountId = await opened('GOLD');
    const order = { accountId, amount: '1.0001', currency: 'GOLD', source: 'sim:success' };
    const { status, body } = await client.post('/v1/deposits', order);
    expect([status, body['code']]).toEqual([400, 'amount-precision']);
    const limits = { deposit: { max: '0.0001' } };
    const account = await client.post('/v1/accounts', { currency: 'GOLD', limits });
    expect([account.status, account.body['code']]).toEqual([400, 'amount-precision']);
  });

  it('reaches everything that has money in it, and the books balance', async () => {
    await client.put('/v1/rates/GOLD/EUR', { rate: '61.7' });
    const limits = { deposit: { max: '5.000' } };
    const [grams, euros] = [await opened('GOLD', client, { limits }), await opened('EUR')];
    const deposited = async (order: object): Promise<Record<string, unknown>> => {
      const { status, body } = await client.post('/v1/deposits', order);
      expect(status).toBe(201);
      return ended(client, `/v1/deposits/${String(body['id'])}`);
    };
    const converted = await deposited({
      ...{ accountId: grams, amount: '100.00', currency: 'EUR', source: 'sim:webhook-first' },
    });
    expect(converted).toMatchObject({
      status: 'completed',
      converted: { amount: '1.620', currency: 'GOLD' },
      rate: { base: 'EUR', quote: 'GOLD', source: 'manual' },
    });
    const own = { accountId: grams, amount: '2.5', currency: 'GOLD', source: 'sim:flaky-3' };
    expect(await deposited(own)).toMatchObject({
      status: 'completed',
      requested: { amount: '2.500', currency: 'GOLD' },
    });
    expect(await deposited({ ...own, accountId: euros, amount: '1' })).toMatchObject({
      converted: { amount: '61.70', currency: 'EUR' },
    });
    const tooMuch = await client.post('/v1/deposits', { ...own, amount: '5.001' });
    expect([tooMuch.status, tooMuch.body['code']]).toEqual([422, 'limit-exceeded']);
    expect(tooMuch.body).toMatchObject({ available: '5.000', currency: 'GOLD' });

    const { body: quote } = await client.post('/v1/quotes', {
      ...{ from: 'GOLD', to: 'EUR', amount: '0.5' },
    });
    const transfer = {
      fromAccountId: grams,
      toAccountId: euros,
      amount: '0.500',
      currency: 'GOLD',
    };
    const dry = await client.post('/v1/transfers?dryRun=true', transfer);
    expect(dry.status).toBe(200);
    const done = await client.post('/v1/transfers', { ...transfer, quoteId: quote['id'] });
    expect([done.status, done.body]).toMatchObject([
      201,
      { credited: { amount: '30.85', currency: 'EUR' } },
    ]);
    const bulk = await client.post<{ results: unknown }>('/v1/bulk', {
      items: [
        { kind: 'transfer', idempotencyKey: 'in-gold', ...transfer, amount: '0.001' },
        { kind: 'transfer', idempotencyKey: 'in-lead', ...transfer, currency: 'LEAD' },
      ],
    });
    expect(bulk.body.results).toMatchObject([
      { status: 201 },
      {
        status: 400,
        body: { code: 'unknown-currency', errors: [{ pointer: '/items/1/currency' }] },
      },
    ]);
    const { body: paid } = await client.post('/v1/withdrawals', {
      ...{ accountId: grams, amount: '0.119', currency: 'GOLD', destination: 'sim:success' },
    });
    await ended(client, `/v1/withdrawals/${String(paid['id'])}`);

    expect(await balanceOf(grams)).toEqual({ posted: '3.500', held: '0.000', available: '3.500' });
    const { body: lines } = await client.get<{ data: unknown[] }>(`/v1/accounts/${grams}/entries`);
    expect(lines.data[0]).toMatchObject({ amount: '0.119', balance: '3.500', currency: 'GOLD' });
    const { body: anomalies } = await client.get<{ data: unknown[] }>('/v1/anomalies');
    expect(anomalies.data).toEqual([]);
    const { body: rates } = await client.get<{ data: unknown[] }>('/v1/rates?base=EUR&limit=100');
    expect(rates.data).toContainEqual(expect.objectContaining({ quote: 'GOLD' }));
    expect(await isBalanced()).toBe(true);
  });
});

describe('a currency of another tenant', () => {
  it('is as unknown as one that nobody has', async () => {
    const euros = await opened('EUR', stranger);
    const money = { accountId: euros, amount: '1', source: 'sim:success' };
    const asked = (code: string) => [
      stranger.post('/v1/accounts', { currency: code }),
      stranger.post('/v1/deposits', { ...money, currency: code }),
      stranger.post('/v1/quotes', { from: 'EUR', to: code, amount: '1.00' }),
      stranger.get(`/v1/rates?base=${code}`),
      stranger.get(`/v1/rates/EUR/${code}`),
      stranger.put(`/v1/rates/${code}/EUR`, { rate: '2' }),
      stranger.send('DELETE', `/v1/rates/EUR/${code}`),
      stranger.post('/v1/bulk', {
        items: [{ kind: 'deposit', idempotencyKey: code, ...money, currency: code }],
      }),
    ];
    const withoutIds = ({ status, body }: { status: number; body: object }) =>
      JSON.stringify([status, body]).replaceAll(/GOLD|LEAD/g, '…');
    const theirs = await Promise.all(asked('GOLD'));
    const nobodys = await Promise.all(asked('LEAD'));
    expect(theirs.map(withoutIds)).toEqual(nobodys.map(withoutIds));
    expect(theirs.slice(0, -1).map(({ status, body }) => [status, body['code']])).toEqual(
      Array(7).fill([400, 'unknown-currency']),
    );
  });

  it('may be added with the same exponent, and a name of one’s own, and with no other one', async () => {
    const other = await stranger.put('/v1/currencies/GOLD', { exponent: 2 });
    expect([other.status, other.body['code']]).toEqual([409, 'currency-fixed']);
    const same = await stranger.put('/v1/currencies/GOLD', { exponent: 3, name: 'Or' });
    expect([same.status, same.body['name']]).toEqual([201, 'Or']);
    expect((await client.get('/v1/currencies/GOLD')).body['name']).toBe(gold.name);
    const account = await opened('GOLD', stranger);
    expect(await balanceOf(account, stranger)).toMatchObject({ posted: '0.000' });
    expect(await isBalanced(stranger)).toBe(true);
  });
});

describe('after a restart', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await aDatabase();
  });
  afterAll(() => database.drop());
  const start = () => serve({ env: { DATABASE_URL: database.url } });

  it('a currency is still there, and so is what was paid in it', async () => {
    const before = await start();
    await before.client.put('/v1/currencies/SILVER', { exponent: 1 });
    const account = await opened('SILVER', before.client);
    const order = { accountId: account, amount: '7.5', currency: 'SILVER', source: 'sim:success' };
    const { body } = await before.client.post('/v1/deposits', order);
    await ended(before.client, `/v1/deposits/${String(body['id'])}`);
    await before.stop();

    const after = await start();
    expect(await balanceOf(account, after.client)).toMatchObject({ posted: '7.5' });
    const again = await after.client.put('/v1/currencies/SILVER', { exponent: 1 });
    expect(again.status).toBe(200);
    expect(await isBalanced(after.client)).toBe(true);
    await after.stop();
  });
});
