import { randomUUID } from 'node:crypto';
import { ended, serve, type TestServer } from '../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await serve();
});
afterAll(async () => {
  await server.stop();
});

const pin = (base: string, quote: string, rate: string) =>
  server.client.put(`/v1/rates/${base}/${quote}`, { rate });

async function account(currency: string, more: object = {}): Promise<string> {
  const { body } = await server.client.post('/v1/accounts', { currency, ...more });
  return body['id'] as string;
}

const deposit = (accountId: string, amount: string, currency: string, source = 'sim:success') =>
  server.client.post('/v1/deposits', { accountId, amount, currency, source });

const withdraw = (accountId: string, amount: string, currency: string, to = 'sim:success') =>
  server.client.post('/v1/withdrawals', { accountId, amount, currency, destination: to });

const balance = async (id: string) =>
  (await server.client.get(`/v1/accounts/${id}`)).body['balance'];

async function funded(currency: string, amount: string): Promise<string> {
  const id = await account(currency);
  const { body } = await deposit(id, amount, currency);
  await ended(server.client, `/v1/deposits/${String(body['id'])}`);
  return id;
}

const eventTypes = async (flowId: unknown) => {
  const { body } = await server.client.get<{ events: { type: string }[] }>(
    `/v1/flows/${String(flowId)}`,
  );
  return body.events.map(({ type }) => type);
};

it('credits 66.64 USD for 10005 JPY at 0.0066613, by nine events in order', async () => {
  await pin('JPY', 'USD', '0.0066613');
  const id = await account('USD');

  const { status, headers, body } = await deposit(id, '10005', 'JPY');
  const end = await ended(server.client, `/v1/deposits/${String(body['id'])}`);

  expect([status, headers.get('location')]).toEqual([201, `/v1/deposits/${String(body['id'])}`]);
  expect(end).toMatchObject({
    object: 'deposit',
    status: 'completed',
    requested: { amount: '10005', currency: 'JPY' },
    converted: { amount: '66.64', currency: 'USD' },
    rate: { value: '0.0066613', base: 'JPY', quote: 'USD', source: 'manual' },
    payment: { provider: 'simulator', status: 'completed' },
    failure: null,
  });
  expect(await eventTypes(body['id'])).toEqual([
    'deposit.requested',
    'conversion.requested',
    'conversion.done',
    'deposit.conversion-done',
    'deposit.validated',
    'payment.initiated',
    'payment.submitted',
    'payment.completed',
    'deposit.completed',
  ]);
  expect(await balance(id)).toEqual({ posted: '66.64', held: '0.00', available: '66.64' });
});

it('refuses 12.345 KWD from 40.11 USD at 3.2498, and pays it from 40.12', async () => {
  await pin('KWD', 'USD', '3.2498');
  const id = await funded('USD', '40.11');

  const refused = await withdraw(id, '12.345', 'KWD');
  expect([refused.status, refused.headers.get('content-type')]).toEqual([
    422,
    expect.stringContaining('application/problem+json'),
  ]);
  expect(refused.body).toMatchObject({
    type: '/problems/insufficient-funds',
    code: 'insufficient-funds',
    status: 422,
    required: '40.12',
    available: '40.11',
    currency: 'USD',
    retry: 'new-key',
  });
  const flow = await server.client.get<{ status: string; postings: unknown[] }>(
    `/v1/flows/${String(refused.body['flowId'])}`,
  );
  expect([flow.body.status, flow.body.postings]).toEqual(['rejected', []]);
  expect(await eventTypes(refused.body['flowId'])).not.toContain('payment.initiated');

  await ended(
    server.client,
    `/v1/deposits/${String((await deposit(id, '0.01', 'USD')).body['id'])}`,
  );
  const paid = await withdraw(id, '12.345', 'KWD');
  await ended(server.client, `/v1/withdrawals/${String(paid.body['id'])}`);
  expect([paid.status, await balance(id)]).toEqual([
    201,
    { posted: '0.00', held: '0.00', available: '0.00' },
  ]);
});

it('holds the limits of a EUR account against deposits in USD', async () => {
  await pin('USD', 'EUR', '0.92');
  const limits = { deposit: { max: '1000.00', daily: '1500.00' } };
  const id = await account('EUR', { limits });
  const told = async (amount: string) => {
    const { status, body } = await deposit(id, amount, 'USD');
    return [status, body['code'] ?? 'passed', body['limit'] ?? null];
  };

  expect(await told('1050.00')).toEqual([201, 'passed', null]);
  expect(await told('1100.00')).toEqual([422, 'limit-exceeded', 'deposit.max']);
  expect(await told('600.00')).toEqual([422, 'limit-exceeded', 'deposit.daily']);
  expect(await told('580.00')).toEqual([201, 'passed', null]);
});

it('moves 100.00 USD from GBP to JPY, in one commit, balanced per currency', async () => {
  await pin('USD', 'GBP', '0.7874');
  await pin('USD', 'JPY', '149.285');
  const from = await funded('GBP', '100.00');
  const to = await account('JPY');

  const { status, body } = await server.client.post('/v1/transfers', {
    fromAccountId: from,
    toAccountId: to,
    amount: '100.00',
    currency: 'USD',
  });

  expect([status, body]).toMatchObject([
    201,
    {
      object: 'transfer',
      status: 'completed',
      debited: { amount: '78.74', currency: 'GBP' },
      credited: { amount: '14928', currency: 'JPY' },
      rates: { debit: { value: '0.7874' }, credit: { value: '149.285' } },
    },
  ]);
  expect([await balance(from), await balance(to)]).toMatchObject([
    { posted: '21.26' },
    { posted: '14928' },
  ]);
});

it('releases the hold of a declined payout to the last digit, though the rate moved', async () => {
  await pin('USD', 'EUR', '0.92');
  const id = await funded('EUR', '500.00');

  const asked = withdraw(id, '99.99', 'USD', 'sim:decline');
  await pin('USD', 'EUR', '0.5');
  const { body } = await asked;
  const end = await ended(server.client, `/v1/withdrawals/${String(body['id'])}`);

  expect(end).toMatchObject({ status: 'failed', payment: { status: 'failed' } });
  expect(end['failure']).toEqual({ code: 'payment-failed', detail: expect.any(String) });
  expect(await balance(id)).toEqual({ posted: '500.00', held: '0.00', available: '500.00' });
  await pin('USD', 'EUR', '0.92');
});

it('lets three of ten withdrawals of 30.00 from 100.00 pass', async () => {
  const id = await funded('EUR', '100.00');

  const all = await Promise.all(Array.from({ length: 10 }, () => withdraw(id, '30.00', 'EUR')));
  const passed = all.filter(({ status }) => status === 201);
  await Promise.all(
    passed.map(({ body }) => ended(server.client, `/v1/withdrawals/${String(body['id'])}`)),
  );

  expect([passed.length, all.filter(({ status }) => status === 422).length]).toEqual([3, 7]);
  expect(await balance(id)).toMatchObject({ posted: '10.00' });
});

describe('an Idempotency-Key', () => {
  it('gives the same answer twice, and makes one flow of twenty calls at once', async () => {
    const id = await account('EUR');
    const key = randomUUID();
    const body = { accountId: id, amount: '5.00', currency: 'EUR', source: 'sim:success' };
    const call = () => server.client.post('/v1/deposits', body, key);

    const all = await Promise.all(Array.from({ length: 20 }, call));
    const again = await call();
    await ended(server.client, `/v1/deposits/${String(again.body['id'])}`);

    expect(new Set([...all, again].map(({ text }) => text)).size).toBe(1);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.headers.get('location')).toBe(`/v1/deposits/${String(again.body['id'])}`);
    expect(await balance(id)).toMatchObject({ posted: '5.00' });
  });

  it('does not mind the order of the keys, and refuses another body', async () => {
    const id = await account('EUR');
    const key = randomUUID();
    const first = { accountId: id, amount: '5.00', currency: 'EUR', source: 'sim:success' };
    const turned = { source: 'sim:success', currency: 'EUR', amount: '5.00', accountId: id };

    await server.client.post('/v1/deposits', first, key);
    const same = await server.client.post('/v1/deposits', turned, key);
    const other = await server.client.post('/v1/deposits', { ...first, amount: '5.01' }, key);

    expect([same.status, same.headers.get('idempotent-replayed')]).toEqual([201, 'true']);
    expect([other.status, other.body['code']]).toEqual([422, 'idempotency-key-reused']);
  });

  it('replays a refused flow too', async () => {
    const id = await account('EUR');
    const key = randomUUID();
    const body = { accountId: id, amount: '5.00', currency: 'EUR', destination: 'sim:success' };

    const first = await server.client.post('/v1/withdrawals', body, key);
    const second = await server.client.post('/v1/withdrawals', body, key);

    expect([first.status, second.status, second.text]).toEqual([422, 422, first.text]);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
  });
});

it('carries 1234.567890123456789012 ETH digit for digit', async () => {
  const amount = '1234.567890123456789012';
  const id = await funded('ETH', amount);

  expect(await balance(id)).toMatchObject({ posted: amount, available: amount });
  const { body } = await server.client.get<{ data: { amount: string; balance: string }[] }>(
    `/v1/accounts/${id}/entries`,
  );
  expect(body.data[0]).toMatchObject({ amount, balance: amount });

  await pin('ETH', 'USD', '3001.17');
  const usd = await account('USD');
  const { body: converted } = await deposit(usd, amount, 'ETH');
  expect(converted['converted']).toEqual({ amount: '3705148.11', currency: 'USD' });
});

it('goes over a third currency exactly: 57.35 CHF is 98848.72 NGN', async () => {
  await pin('CHF', 'USD', '1.1234');
  await pin('USD', 'NGN', '1534.275');
  const { body } = await deposit(await account('NGN'), '57.35', 'CHF');

  expect(body['converted']).toEqual({ amount: '98848.72', currency: 'NGN' });
});
