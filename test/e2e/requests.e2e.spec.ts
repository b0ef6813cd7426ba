import { serve, type TestServer } from '../support/server';

let server: TestServer;
let euros: string;
let dollars: string;
beforeAll(async () => {
  server = await serve();
  euros = await account('EUR');
  dollars = await account('USD');
});
afterAll(() => server.stop());

async function account(currency: string): Promise<string> {
  const { body } = await server.client.post('/v1/accounts', { currency });
  return body['id'] as string;
}

const deposit = (change: object = {}, query = '', key?: string) =>
  server.client.post(
    `/v1/deposits${query}`,
    { accountId: euros, amount: '10.00', currency: 'EUR', source: 'sim:success', ...change },
    key,
  );

const flowsOf = async (path: string) =>
  (await server.client.get<{ data: readonly unknown[] }>(path)).body.data.length;

describe('a dry run', () => {
  it('tells the events and the resource, and keeps nothing', async () => {
    const before = await flowsOf('/v1/deposits?limit=100');
    const { status, headers, body } = await deposit({ amount: '12.50' }, '?dryRun=true', 'dry');
    const { resource, events } = body as {
      resource: Record<string, unknown>;
      events: { type: string }[];
    };

    expect([status, headers.get('location'), body['dryRun']]).toEqual([200, null, true]);
    expect(resource).toMatchObject({ object: 'deposit', converted: { amount: '12.50' } });
    expect(events.map(({ type }) => type)).toEqual([
      'deposit.requested',
      'conversion.requested',
      'conversion.done',
      'deposit.conversion-done',
      'deposit.validated',
      'payment.initiated',
    ]);
    expect((await server.client.get(`/v1/deposits/${String(resource['id'])}`)).status).toBe(404);
    expect(await flowsOf('/v1/deposits?limit=100')).toBe(before);
  });

  it('ignores the key: the real request under it is a new one', async () => {
    await deposit({}, '?dryRun=true', 'same');
    const { status, headers } = await deposit({ amount: '11.00' }, '', 'same');
    expect([status, headers.get('idempotent-replayed')]).toEqual([201, null]);
  });

  it.each(['', 'two words', 'x'.repeat(256), 'ключ'])('ignores also the key %j', async (key) => {
    const headers = { 'idempotency-key': Buffer.from(key).toString('latin1') };
    const body = { accountId: euros, amount: '1', currency: 'EUR', source: 'sim:success' };
    const post = (query: string) =>
      server.client.send('POST', `/v1/deposits${query}`, body, headers);
    expect((await post('?dryRun=true')).status).toBe(200);
    expect((await post('')).body['code']).toBe('idempotency-key-invalid');
  });

  it('is refused as the request would be, without a flow to look at', async () => {
    const order = {
      fromAccountId: euros,
      toAccountId: dollars,
      amount: '1000000',
      currency: 'EUR',
    };
    const { status, body } = await server.client.post('/v1/transfers?dryRun=true', order);
    expect([status, body['code']]).toEqual([422, 'insufficient-funds']);
    expect(body).not.toHaveProperty('flowId');
    expect(await flowsOf('/v1/transfers')).toBe(0);
  });
});

describe('a list of flows', () => {
  it('is filtered by account and status, and empty for an account that does not exist', async () => {
    const own = await account('EUR');
    await server.client.post('/v1/withdrawals', {
      accountId: own,
      amount: '1',
      currency: 'EUR',
      destination: 'sim:success',
    });
    expect(await flowsOf(`/v1/withdrawals?accountId=${own}&status=rejected`)).toBe(1);
    expect(await flowsOf(`/v1/withdrawals?accountId=${own}&status=pending`)).toBe(0);
    expect(await flowsOf(`/v1/deposits?accountId=${own}`)).toBe(0);
    expect(await flowsOf('/v1/deposits?accountId=acc_0192f0c1-2345-7abc-8def-0123456789ab')).toBe(
      0,
    );
    expect((await server.client.get('/v1/deposits?status=done')).status).toBe(400);
  });

  it('holds a transfer for either side of it', async () => {
    const [from, to] = [await account('EUR'), await account('EUR')];
    const order = { fromAccountId: from, toAccountId: to, amount: '1', currency: 'EUR' };
    await server.client.post('/v1/transfers', order);
    expect(await flowsOf(`/v1/transfers?accountId=${from}`)).toBe(1);
    expect(await flowsOf(`/v1/transfers?accountId=${to}`)).toBe(1);
  });
});

it('finds a flow under its own kind only', async () => {
  const { body } = await deposit();
  const id = String(body['id']);
  expect((await server.client.get(`/v1/deposits/${id}`)).status).toBe(200);
  for (const other of ['wdr', 'trf', 'acc']) {
    expect((await server.client.get(`/v1/deposits/${id.replace('dep', other)}`)).status).toBe(404);
  }
  for (const path of ['withdrawals', 'transfers', 'accounts']) {
    expect((await server.client.get(`/v1/${path}/${id}`)).status).toBe(404);
  }
  expect((await server.client.get(`/v1/withdrawals/${id.replace('dep', 'wdr')}`)).status).toBe(404);
});

describe('bad input', () => {
  const arabic = '\u0661\u0660';
  it.each([
    ['NaN', 'invalid-amount'],
    ['Infinity', 'invalid-amount'],
    ['1e3', 'invalid-amount'],
    ['0', 'invalid-amount'],
    ['-0', 'invalid-amount'],
    ['-5', 'invalid-amount'],
    ['+5', 'invalid-amount'],
    [100, 'invalid-amount'],
    ['1,000', 'invalid-amount'],
    ['0x10', 'invalid-amount'],
    ['010', 'invalid-amount'],
    ['.5', 'invalid-amount'],
    [' 5', 'invalid-amount'],
    [arabic, 'invalid-amount'],
    [null, 'invalid-amount'],
    [[10], 'invalid-amount'],
    [undefined, 'invalid-amount'],
    ['1.001', 'amount-precision'],
    ['9'.repeat(40), 'amount-out-of-range'],
  ])('the amount %j is refused as %s', async (amount, code) => {
    const before = await flowsOf('/v1/deposits?limit=100');
    const { status, body, headers } = await deposit({ amount });
    expect([status, body['code']]).toEqual([400, code]);
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(await flowsOf('/v1/deposits?limit=100')).toBe(before);
  });

  it.each([
    [{ currency: 'usd' }, 'unknown-currency'],
    [{ currency: 'XXZ' }, 'unknown-currency'],
    [{ currency: '\u0415UR' }, 'unknown-currency'],
    [{ currency: 'JPY', amount: '1.5' }, 'amount-precision'],
    [{ source: 'sim:nobody' }, 'invalid-field'],
    [{ source: 7 }, 'invalid-field'],
    [{ source: undefined }, 'invalid-field'],
    [{ destination: 'sim:success' }, 'unknown-field'],
    [{ metadata: { a: 1 } }, 'invalid-field'],
    [{ metadata: [] }, 'invalid-field'],
  ])('%j is refused as %s', async (change, code) => {
    const { status, body } = await deposit(change);
    expect([status, body['code']]).toEqual([400, code]);
  });

  it.each(['acc_0192f0c1-2345-7abc-8def-0123456789ab', 'acc_1', '', 'dep_1'])(
    'the account %j is not found, and no key remembers that',
    async (accountId) => {
      const { status, body } = await deposit({ accountId }, '', 'nobody');
      expect([status, body['code']]).toEqual([404, 'not-found']);
    },
  );

  it('a transfer from an account to itself is refused', async () => {
    const order = { fromAccountId: euros, toAccountId: euros, amount: '1', currency: 'EUR' };
    const { status, body } = await server.client.post('/v1/transfers', order);
    expect([status, body['code']]).toEqual([400, 'same-account']);
  });

  it('an unknown or repeated parameter of the query is refused', async () => {
    expect((await deposit({}, '?dryrun=true')).body['code']).toBe('unknown-field');
    expect((await deposit({}, '?dryRun=yes')).body['code']).toBe('invalid-field');
    expect((await deposit({}, '?dryRun=true&dryRun=true')).body['code']).toBe('invalid-field');
  });
});
