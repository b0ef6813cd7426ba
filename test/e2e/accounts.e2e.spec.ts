import { ended, serve, type TestServer } from '../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await serve();
});
afterAll(() => server.stop());

const open = (body: object) => server.client.post('/v1/accounts', body);
const patch = (id: unknown, body: object, headers: Record<string, string> = {}) =>
  server.client.send('PATCH', `/v1/accounts/${String(id)}`, body, headers);
const tell = (id: unknown, what: 'freeze' | 'unfreeze' | 'close') =>
  server.client.post(`/v1/accounts/${String(id)}/${what}`);

async function fund(accountId: unknown, amount: string, currency: string): Promise<void> {
  const order = { accountId, amount, currency, source: 'sim:success' };
  const { body } = await server.client.post('/v1/deposits', order);
  await ended(server.client, `/v1/deposits/${String(body['id'])}`);
}

it('is opened with what the caller says of it, and found where Location says', async () => {
  const asked = {
    currency: 'KWD',
    name: 'Savings',
    reference: 'customer 7 savings',
    overdraft: '10',
    limits: { withdraw: { max: '250.5' } },
    metadata: { tier: 'gold' },
  };
  const { status, headers, body } = await open(asked);
  const read = await server.client.get(headers.get('location') ?? '');

  expect(status).toBe(201);
  expect(read.body).toEqual(body);
  expect(body).toMatchObject({
    object: 'account',
    status: 'open',
    overdraft: '10.000',
    balance: { posted: '0.000', held: '0.000', available: '10.000' },
    limits: {
      deposit: { min: null, max: null, daily: null },
      withdraw: { min: null, max: '250.500', daily: null },
    },
    version: 1,
  });
});

it('has a reference that no other account has', async () => {
  const asked = { currency: 'EUR', reference: 'only once' };
  const both = await Promise.all([open(asked), open(asked)]);
  expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
  expect((await open(asked)).body['code']).toBe('reference-taken');
  const found = async (reference: string) =>
    (await server.client.get<Page>(`/v1/accounts?reference=${reference}`)).body;
  expect(await found('only+once')).toMatchObject({ data: [asked], nextCursor: null });
  expect(await found('nobodys')).toEqual({ data: [], nextCursor: null });
});

describe('a change', () => {
  it('that changes nothing makes no version and no event', async () => {
    const { body } = await open({ currency: 'EUR', name: 'Same', metadata: { a: '1' } });
    for (const nothing of [{}, { name: 'Same' }, { overdraft: '0' }, { metadata: { b: null } }]) {
      const { status, body: after } = await patch(body['id'], nothing, { 'if-match': '"1"' });
      expect([status, after]).toEqual([200, body]);
    }
    const events = await server.client.get<{ data: unknown[] }>(
      `/v1/events?accountId=${String(body['id'])}`,
    );
    expect(events.body.data).toHaveLength(1);
  });

  it('keeps what it leaves out, and takes away what is null', async () => {
    const { body } = await open({
      currency: 'EUR',
      name: 'Old',
      limits: { deposit: { min: '1', max: '9' }, transfer: { daily: '5' } },
      metadata: { a: '1', b: '2' },
    });
    const changed = await patch(body['id'], {
      name: null,
      limits: { deposit: { max: null }, transfer: null },
      metadata: { a: null, c: '3' },
    });
    expect(changed.body).toMatchObject({
      name: null,
      limits: {
        deposit: { min: '1.00', max: null, daily: null },
        transfer: { min: null, max: null, daily: null },
      },
      metadata: { b: '2', c: '3' },
      version: 2,
    });
    expect(changed.body['metadata']).not.toHaveProperty('a');
  });

  it('is made only to the version that If-Match names', async () => {
    const { body } = await open({ currency: 'EUR' });
    const named = { 'if-match': '"1"' };
    const first = await patch(body['id'], { name: 'first' }, named);
    const second = await patch(body['id'], { name: 'second' }, named);
    expect([first.status, second.status]).toEqual([200, 412]);
    expect(second.body['code']).toBe('version-mismatch');
    expect((await patch(body['id'], { name: 'x' }, { 'if-match': '1' })).status).toBe(400);
  });

  it.each(['"2"', '"1000000000000000"', `"${'9'.repeat(400)}"`])(
    'to the version %s, which it has not got, is a mismatch',
    async (version) => {
      const { body } = await open({ currency: 'EUR' });
      const refused = await patch(body['id'], { name: 'x' }, { 'if-match': version });
      expect([refused.status, refused.body['code']]).toEqual([412, 'version-mismatch']);
      expect(refused.headers.has('etag')).toBe(false);
    },
  );

  it('may name the ETag that the account was read or changed with', async () => {
    const { body } = await open({ currency: 'EUR' });
    const read = await server.client.get(`/v1/accounts/${String(body['id'])}`);
    const tag = (answer: { readonly headers: Headers }) => answer.headers.get('etag') ?? '';
    const first = await patch(body['id'], { name: 'first' }, { 'if-match': tag(read) });
    const second = await patch(body['id'], { name: 'second' }, { 'if-match': tag(first) });
    expect([read, first, second].map(tag)).toEqual(['"1"', '"2"', '"3"']);
    expect([first.status, second.status]).toEqual([200, 200]);
  });

  it.each([
    [{ overdraft: '1.001' }, 'amount-precision', '/overdraft'],
    [{ limits: { deposit: { max: 5 } } }, 'invalid-amount', '/limits/deposit/max'],
    [{ limits: { refund: {} } }, 'unknown-field', '/limits/refund'],
    [{ limits: { deposit: { min: '2', max: '1' } } }, 'invalid-field', '/limits/deposit'],
    [{ currency: 'USD' }, 'unknown-field', '/currency'],
    [{ metadata: { a: 1 } }, 'invalid-field', '/metadata/a'],
  ])('to %j is refused', async (change, code, pointer) => {
    const { body } = await open({ currency: 'EUR' });
    const refused = await patch(body['id'], change);
    expect([refused.status, refused.body['code']]).toEqual([400, code]);
    expect(refused.body['errors']).toMatchObject([{ pointer }]);
  });

  it('is judged by what those at the same time leave: one of two that contradict each other', async () => {
    const { body } = await server.client.post('/v1/accounts', { currency: 'EUR' });
    const answers = await Promise.all([
      patch(body['id'], { limits: { deposit: { min: '100.00' } } }),
      patch(body['id'], { limits: { deposit: { max: '50.00' } } }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    const refused = answers.find(({ status }) => status === 400);
    expect(refused?.body).toMatchObject({
      code: 'invalid-field',
      errors: [{ pointer: '/limits/deposit' }],
    });
  });

  it('never leaves more than 50 keys of metadata', async () => {
    const many = Object.fromEntries([...Array(50).keys()].map((key) => [`k${key}`, 'v']));
    const { body } = await open({ currency: 'EUR', metadata: many });
    expect((await patch(body['id'], { metadata: { one: 'more' } })).status).toBe(400);
    expect((await patch(body['id'], { metadata: { one: 'more', k0: null } })).status).toBe(200);
  });

  it('of the overdraft below what is used of it is refused', async () => {
    const { body } = await open({ currency: 'EUR', overdraft: '10' });
    const order = {
      accountId: body['id'],
      amount: '7',
      currency: 'EUR',
      destination: 'sim:manual',
    };
    await server.client.post('/v1/withdrawals', order);
    const refused = await patch(body['id'], { overdraft: '6.99' });
    expect([refused.status, refused.body['code']]).toEqual([422, 'insufficient-funds']);
    expect((await patch(body['id'], { overdraft: '7' })).status).toBe(200);
  });
});

it('begins no flow while it is frozen, and is as it was when it is unfrozen', async () => {
  const { body } = await open({ currency: 'EUR' });
  const order = { accountId: body['id'], amount: '1', currency: 'EUR', source: 'sim:success' };

  expect((await tell(body['id'], 'freeze')).body['status']).toBe('frozen');
  expect((await tell(body['id'], 'freeze')).body['version']).toBe(2);
  const refused = await server.client.post('/v1/deposits', order);
  expect([refused.status, refused.body['code']]).toEqual([422, 'account-frozen']);

  await tell(body['id'], 'unfreeze');
  expect((await server.client.post('/v1/deposits', order)).status).toBe(201);
});

it('is closed for ever, and only when nothing is left on it', async () => {
  const { body } = await open({ currency: 'EUR' });
  await fund(body['id'], '1', 'EUR');
  expect((await tell(body['id'], 'close')).body).toMatchObject({
    status: 422,
    code: 'account-in-use',
  });

  const order = { accountId: body['id'], amount: '1', currency: 'EUR', destination: 'sim:success' };
  const out = await server.client.post('/v1/withdrawals', order);
  await ended(server.client, `/v1/withdrawals/${String(out.body['id'])}`);
  expect((await tell(body['id'], 'close')).body['status']).toBe('closed');
  expect((await tell(body['id'], 'unfreeze')).body['code']).toBe('account-closed');
});

it('has a statement, newest first, with the balance after each line', async () => {
  const { body } = await open({ currency: 'EUR' });
  for (const amount of ['10', '20', '5']) await fund(body['id'], amount, 'EUR');
  const path = `/v1/accounts/${String(body['id'])}/entries`;

  const first = await server.client.get<Page>(`${path}?limit=2`);
  const rest = await server.client.get<Page>(
    `${path}?limit=2&cursor=${String(first.body.nextCursor)}`,
  );

  expect([...first.body.data, ...rest.body.data]).toMatchObject([
    { side: 'credit', amount: '5.00', currency: 'EUR', balance: '35.00' },
    { side: 'credit', amount: '20.00', balance: '30.00' },
    { type: 'deposit.completed', amount: '10.00', balance: '10.00' },
  ]);
  expect(rest.body.nextCursor).toBeNull();
});

it.each(['acc_0192f0c1-2345-7abc-8def-0123456789ab', 'acc_1', '..%2faccounts', 'dep_1', '%00'])(
  'that does not exist, as %s, is not found in any way',
  async (id) => {
    const answers = await Promise.all([
      server.client.get(`/v1/accounts/${id}`),
      server.client.get(`/v1/accounts/${id}/entries`),
      patch(id, {}),
      tell(id, 'freeze'),
    ]);
    expect(answers.map(({ body }) => body['code'])).toEqual(Array(4).fill('not-found'));
  },
);

describe('the list', () => {
  it('is newest first, and a cursor of it serves no other list', async () => {
    await open({ currency: 'EUR', name: 'older' });
    await open({ currency: 'EUR', name: 'newer' });
    const { body } = await server.client.get<Page>('/v1/accounts?limit=2');
    expect(body.data).toMatchObject([{ name: 'newer' }, { name: 'older' }]);

    const cursor = String(body.nextCursor);
    expect((await server.client.get(`/v1/accounts?cursor=${cursor}`)).status).toBe(200);
    for (const path of [`/v1/deposits?cursor=${cursor}`, `/v1/accounts?cursor=${cursor}x`]) {
      const { status, body: problem } = await server.client.get(path);
      expect([status, problem['code']]).toEqual([400, 'invalid-cursor']);
    }
  });

  it.each(['limit=0', 'limit=101', 'limit=1000000000', 'limit=1&limit=2', 'limit=', 'sort=name'])(
    'refuses %s',
    async (query) => {
      expect((await server.client.get(`/v1/accounts?${query}`)).status).toBe(400);
    },
  );
});

interface Page {
  readonly data: readonly Record<string, unknown>[];
  readonly nextCursor: string | null;
}
