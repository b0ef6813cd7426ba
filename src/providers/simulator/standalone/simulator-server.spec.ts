import type { FastifyInstance, InjectOptions } from 'fastify';
import { bankHere, type SentWebhook } from '../simulator.fixture';
import { simulatorServer } from './simulator-server';

const KEY = 'pay_018f0000-0000-7000-8000-000000000002';
const webhook = {
  url: 'http://127.0.0.1:1/hook',
  secret: `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
};
const order = {
  tenantId: 'ten_018f0000-0000-7000-8000-000000000001',
  paymentId: KEY,
  direction: 'in',
  amount: '100.00',
  currency: 'USD',
  method: 'sim:success',
};

let server: FastifyInstance;
let sent: SentWebhook[];
beforeEach(() => {
  const here = bankHere();
  sent = here.sent;
  server = simulatorServer(here.bank);
});
afterEach(() => server.close());

type Json = Readonly<Record<string, unknown>>;

const answerTo = async (request: InjectOptions) => {
  const { statusCode, body } = await server.inject(request);
  return { status: statusCode, body: JSON.parse(body) as Json };
};
const submit = (changes: Json = {}, key = KEY) =>
  answerTo({
    method: 'POST',
    url: '/payments',
    headers: { 'idempotency-key': key },
    payload: { ...order, ...changes },
  });
const settle = (body: Json, key = KEY) =>
  answerTo({ method: 'POST', url: `/payments/${key}/settle`, payload: body });
const list = (query = '') => answerTo({ url: `/payments${query}` });

it('lives', async () => {
  expect(await answerTo({ url: '/livez' })).toEqual({ status: 200, body: { status: 'ok' } });
});

it('makes a payment, finds it and lists it, and shows nobody the secret', async () => {
  const made = await submit({ webhook });
  expect(made).toEqual({
    status: 200,
    body: {
      object: 'payment',
      key: KEY,
      ...order,
      providerReference: expect.stringMatching(/^sim_/),
      status: 'succeeded',
      reason: null,
      attempts: 1,
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    },
  });
  expect(await answerTo({ url: `/payments/${KEY}` })).toEqual(made);
  expect(await list()).toEqual({ status: 200, body: { data: [made.body], nextCursor: null } });
});

it('lists page by page', async () => {
  for (const key of ['a', 'b', 'c']) await submit({}, key);
  const keys = ({ body }: { body: Json }) => [
    (body['data'] as { key: string }[]).map(({ key }) => key),
    body['nextCursor'],
  ];
  expect(keys(await list('?limit=2'))).toEqual([['a', 'b'], '2']);
  expect(keys(await list('?limit=2&cursor=2'))).toEqual([['c'], null]);
});

it('finds nothing where nothing was made, but lists what was asked', async () => {
  expect((await submit({ method: 'sim:flaky-3' })).status).toBe(503);
  expect((await answerTo({ url: `/payments/${KEY}` })).status).toBe(404);
  expect((await list()).body).toMatchObject({ data: [{ status: 'not-made', attempts: 1 }] });
});

it('refuses a key that served another order', async () => {
  await submit();
  expect(await submit({ amount: '100.01' })).toMatchObject({
    status: 409,
    body: { code: 'key-reused' },
  });
});

describe('a settlement', () => {
  it('is said by a webhook, of a payment that came and of one that comes along', async () => {
    await submit({ method: 'sim:manual', webhook });
    expect((await settle({ outcome: 'succeeded' })).status).toBe(202);
    const other = { ...order, method: 'sim:manual', webhook };
    expect((await settle({ outcome: 'failed', order: other }, 'other')).status).toBe(202);
    expect(sent.map(({ url }) => url)).toEqual([webhook.url, webhook.url]);
    expect((await list()).body).toMatchObject({
      data: [{ status: 'succeeded' }, { status: 'failed', reason: 'declined' }],
    });
  });

  it('of a payment that nobody knows is not found', async () => {
    expect(await settle({ outcome: 'succeeded' })).toMatchObject({
      status: 404,
      body: { code: 'not-found' },
    });
  });

  it.each([
    ['no outcome', {}],
    ['an outcome that is none', { outcome: 'won' }],
    ['a reason for a success', { outcome: 'succeeded', reason: 'x' }],
    ['a field that nobody knows', { outcome: 'succeeded', amount: '1' }],
  ])('with %s is refused', async (_what, body) => {
    await submit({ method: 'sim:manual', webhook });
    expect((await settle(body)).status).toBe(400);
    expect(sent).toEqual([]);
  });
});

describe('a submission is refused, and leaves no trace', () => {
  it.each<[string, Json, string]>([
    ['with a tenant that is none', { tenantId: 'ten_1' }, 'body.tenantId'],
    ['with a payment that is none', { paymentId: 'dep_1' }, 'body.paymentId'],
    ['in no direction', { direction: 'up' }, 'body.direction'],
    ['of a JSON number', { amount: 100 }, 'body.amount'],
    ['of less than nothing', { amount: '-1' }, 'body.amount'],
    ['of an exponent', { amount: '1e3' }, 'body.amount'],
    ['in no currency', { currency: 'usd' }, 'body.currency'],
    ['without a method', { method: '' }, 'body.method'],
    ['with a field that nobody knows', { fee: '1' }, 'body'],
    ['with a webhook to a file', { webhook: { ...webhook, url: 'file:///x' } }, 'body.webhook.url'],
    [
      'with a secret that is none',
      { webhook: { ...webhook, secret: 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' } },
      'body.webhook.secret',
    ],
  ])('%s', async (_what, changes, where) => {
    const { status, body } = await submit(changes);
    expect([status, body['code']]).toEqual([400, 'invalid-request']);
    expect(body['detail']).toMatch(new RegExp(`^${where}: `));
    expect((await list()).body['data']).toEqual([]);
  });

  it.each([
    ['empty', ''],
    ['not one word', 'a b'],
    ['not ASCII', 'ü'],
    ['too long', 'x'.repeat(256)],
  ])('under a key that is %s', async (_what, key) => {
    expect((await submit({}, key)).status).toBe(400);
  });

  it('without a key', async () => {
    const { status } = await answerTo({ method: 'POST', url: '/payments', payload: order });
    expect(status).toBe(400);
  });

  it.each<[string, string, string, number]>([
    ['is no JSON', 'application/json', '{"tenantId"', 400],
    ['is empty', 'application/json', '', 400],
    ['is null', 'application/json', 'null', 400],
    ['is a list', 'application/json', '[]', 400],
    ['names __proto__', 'application/json', '{"__proto__":{"a":1}}', 400],
    ['is larger than 64 KiB', 'application/json', `"${'x'.repeat(66_000)}"`, 413],
    ['is no JSON by its type', 'text/csv', 'a,b', 415],
  ])('whose body %s', async (_what, type, payload, status) => {
    const headers = { 'idempotency-key': KEY, 'content-type': type };
    const answer = await answerTo({ method: 'POST', url: '/payments', headers, payload });
    expect([answer.status, answer.body['status']]).toEqual([status, status]);
  });
});

it.each([
  ['/payments?limit=0', 400],
  ['/payments?limit=1001', 400],
  ['/payments?limit=1e2', 400],
  ['/payments?limit=1&limit=2', 400],
  ['/payments?cursor=-1', 400],
  ['/payments?offset=1', 400],
  ['/payments/a%20b', 400],
  ['/payments/%', 400],
  ['/nothing', 404],
])('answers %s with %i', async (url, status) => {
  const answer = await answerTo({ url });
  expect([answer.status, answer.body['status']]).toEqual([status, status]);
});
