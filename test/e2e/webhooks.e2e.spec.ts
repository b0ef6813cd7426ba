import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { Inbox } from '../../src/store/store.port';
import type { Answer } from '../support/client';
import { ended, serve, type TestServer } from '../support/server';

let server: TestServer;
let webhookUrl: string;
let secret: string;
beforeAll(async () => {
  server = await serve();
  const { body } = await server.client.get<{ webhookUrl: string; webhookSecret: string }>(
    '/v1/providers/simulator',
  );
  webhookUrl = body.webhookUrl;
  secret = body.webhookSecret;
});
afterAll(async () => {
  await server.stop();
});

interface Said {
  readonly type: string;
  readonly paymentId: string;
  readonly amount: string;
  readonly currency: string;
}

interface Post {
  readonly id?: string;
  readonly at?: Date;
  readonly tamper?: (body: string) => string;
  readonly signature?: string;
  readonly url?: string;
}

/** A provider's call, signed by the library that Standard Webhooks itself publishes. */
async function post({ type, paymentId, amount, currency }: Said, how: Post = {}): Promise<Answer> {
  const { id = `msg_${randomUUID()}`, at = new Date(), tamper = (text) => text } = how;
  const data = { paymentId, providerReference: 'ref-1', amount, currency, reason: null };
  const body = JSON.stringify({ type, data });
  const { pathname } = new URL(how.url ?? webhookUrl);
  return server.client.send('POST', pathname, tamper(body), {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': how.signature ?? new Webhook(secret).sign(id, at, body),
  });
}

interface Pending {
  readonly id: string;
  readonly accountId: string;
  readonly said: Said;
}

/** A deposit of 10.00 EUR that waits for a webhook. */
async function pending(type = 'payment.succeeded'): Promise<Pending> {
  const account = await server.client.post('/v1/accounts', { currency: 'EUR' });
  const accountId = account.body['id'] as string;
  const { body } = await server.client.post('/v1/deposits', {
    accountId,
    amount: '10.00',
    currency: 'EUR',
    source: 'sim:manual',
  });
  const { id: paymentId } = body['payment'] as { id: string };
  return {
    id: body['id'] as string,
    accountId,
    said: { type, paymentId, amount: '10.00', currency: 'EUR' },
  };
}

const posted = async (accountId: string) => {
  const { body } = await server.client.get<{ balance: { posted: string } }>(
    `/v1/accounts/${accountId}`,
  );
  return body.balance.posted;
};

const eventTypes = async (id: string) => {
  const { body } = await server.client.get<{ events: { type: string }[] }>(`/v1/flows/${id}`);
  return body.events.map(({ type }) => type);
};

const anomalies = async (paymentId: string) => {
  const { body } = await server.client.get<{ data: { paymentId: string; reason: string }[] }>(
    '/v1/anomalies?limit=100',
  );
  return body.data.filter((one) => one.paymentId === paymentId).map(({ reason }) => reason);
};

/** Webhooks are applied after they are answered. */
async function soon<T>(read: () => Promise<T>, expected: T): Promise<void> {
  let last: T = await read();
  for (
    let waited = 0;
    waited < 100 && JSON.stringify(last) !== JSON.stringify(expected);
    waited++
  ) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    last = await read();
  }
  expect(last).toEqual(expected);
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 150));

it('ends a payment that waits for it', async () => {
  const { id, accountId, said } = await pending();
  expect(await posted(accountId)).toBe('0.00');

  expect((await post(said)).status).toBe(200);
  expect(await ended(server.client, `/v1/deposits/${id}`)).toMatchObject({ status: 'completed' });
  expect(await posted(accountId)).toBe('10.00');
});

it('has one effect, however often it comes: under its id, or as new news', async () => {
  const { id, accountId, said } = await pending();
  const same = { id: `msg_${randomUUID()}` };

  const statuses = await Promise.all([
    post(said, same),
    post(said, same),
    post(said, same),
    post(said),
    post(said),
  ]);
  await ended(server.client, `/v1/deposits/${id}`);
  await settled();

  expect(statuses.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect(await posted(accountId)).toBe('10.00');
  const types = await eventTypes(id);
  expect(types.filter((type) => type === 'payment.completed')).toHaveLength(1);
  expect(await anomalies(said.paymentId)).toEqual([]);
});

it('may come before the answer to our own call, and late: an end never regresses', async () => {
  const early = await pending();
  await post(early.said);
  await ended(server.client, `/v1/deposits/${early.id}`);
  const story = await eventTypes(early.id);

  await post({ ...early.said, type: 'payment.processing' });
  await settled();

  expect(await eventTypes(early.id)).toEqual(story);
  expect(story.slice(-3)).toEqual(['payment.submitted', 'payment.completed', 'deposit.completed']);
});

it.each([
  ['another amount', { amount: '10.01' }, 'amount-mismatch'],
  ['another currency', { currency: 'USD' }, 'currency-mismatch'],
])('with %s moves nothing and is an anomaly', async (_what, wrong, reason) => {
  const { id, accountId, said } = await pending();

  expect((await post({ ...said, ...wrong })).status).toBe(200);

  await soon(() => anomalies(said.paymentId), [reason]);
  expect(await posted(accountId)).toBe('0.00');
  expect((await server.client.get(`/v1/deposits/${id}`)).body['status']).toBe('pending');
});

it('that contradicts the recorded end moves nothing and is an anomaly', async () => {
  const { id, accountId, said } = await pending();
  await post(said);
  await ended(server.client, `/v1/deposits/${id}`);
  const story = await eventTypes(id);

  await post({ ...said, type: 'payment.failed' });

  await soon(() => anomalies(said.paymentId), ['contradiction']);
  expect([await posted(accountId), await eventTypes(id)]).toEqual(['10.00', story]);
});

it('that cannot be read moves nothing and is an anomaly', async () => {
  const { id, accountId, said } = await pending();

  expect((await post({ ...said, amount: 10 as never })).status).toBe(200);

  await soon(() => anomalies(said.paymentId), ['unreadable-webhook']);
  expect(await posted(accountId)).toBe('0.00');
  expect((await server.client.get(`/v1/deposits/${id}`)).body['status']).toBe('pending');
});

it('that cannot be read, not even of which payment it is, is an anomaly of none', async () => {
  const { said } = await pending();
  const unread = async () => {
    const { body } = await server.client.get<{
      data: { paymentId: string | null; detail: string }[];
    }>('/v1/anomalies?limit=100');
    return body.data.filter(({ paymentId }) => paymentId === null).map(({ detail }) => detail);
  };

  expect((await post({ ...said, paymentId: 'nobody' })).status).toBe(200);

  await soon(unread, ['A webhook of the type payment.succeeded cannot be read: data.paymentId.']);
});

it('of a payment that was never ordered is an anomaly', async () => {
  const paymentId = 'pay_0192f0c1-2345-7abc-8def-0123456789ab';
  expect(
    (await post({ type: 'payment.succeeded', paymentId, amount: '1.00', currency: 'EUR' })).status,
  ).toBe(200);
  await soon(() => anomalies(paymentId), ['unknown-payment']);
});

it('of an unknown type is taken and has no effect', async () => {
  const { id, said } = await pending();
  expect((await post({ ...said, type: 'payment.sparkled' })).status).toBe(200);
  await settled();
  expect((await server.client.get(`/v1/deposits/${id}`)).body['status']).toBe('pending');
});

describe('is refused, and nothing is stored of it', () => {
  const minutes = (count: number) => new Date(Date.now() + count * 60_000);

  it.each<[string, Post]>([
    ['when a byte of the body differs', { tamper: (body) => body.replace('10.00', '99.00') }],
    ['with a signature of somebody else', { signature: 'v1,AAAA' }],
    ['when it is more than 300 s old', { at: minutes(-5.2) }],
    ['when it is more than 300 s ahead', { at: minutes(6) }],
  ])('%s', async (_what, how) => {
    const { id, said } = await pending();
    const { status, body } = await post(said, how);
    await settled();
    expect([status, body['code']]).toEqual([400, 'invalid-signature']);
    expect((await server.client.get(`/v1/deposits/${id}`)).body['status']).toBe('pending');
  });

  it('for a tenant that nobody knows', async () => {
    const { said } = await pending();
    const url = webhookUrl.replace(/ten_.*/, 'ten_0192f0c1-2345-7abc-8def-0123456789ab');
    const { status, body } = await post(said, { url });
    expect([status, body['code']]).toEqual([400, 'invalid-signature']);
  });

  it('in the same words whatever is wrong: nobody learns which tenants there are', async () => {
    const { said } = await pending();
    const url = webhookUrl.replace(/ten_.*/, 'ten_0192f0c1-2345-7abc-8def-0123456789ab');
    const forged: Post = { signature: 'v1,AAAA' };
    const refusal = async (how: Post) => {
      const { status, body } = await post(said, how);
      // The path that was called stands in it: that much the sender knows.
      return { status, body: { ...body, instance: null } };
    };
    const unknownTenant = await refusal({ ...forged, url });

    expect(unknownTenant.status).toBe(400);
    expect(await refusal(forged)).toEqual(unknownTenant);
    expect(await refusal({ at: minutes(-5.2) })).toEqual(unknownTenant);
    expect(await refusal({ url })).toEqual(unknownTenant);
  });
});

it('is stored with the headers that prove it, and with no credential', async () => {
  const { said } = await pending();
  const receive = jest.spyOn(server.app.get(Inbox, { strict: false }), 'receive');
  await post(said);

  const { headers } = receive.mock.calls[0]![0];
  receive.mockRestore();
  const names = Object.keys(JSON.parse(headers) as object);
  const proof = ['webhook-id', 'webhook-signature', 'webhook-timestamp'];
  expect(names).toEqual(expect.arrayContaining(proof));
  expect(names.filter((name) => ![...proof, 'content-type', 'user-agent'].includes(name))).toEqual(
    [],
  );
});

it('is sent by the simulator itself, signed, to the real endpoint', async () => {
  const { id, said } = await pending();
  const { status } = await server.client.post(
    `/v1/providers/simulator/payments/${said.paymentId}/settle`,
    { outcome: 'failed', reason: 'declined' },
  );
  expect(status).toBe(202);
  expect(await ended(server.client, `/v1/deposits/${id}`)).toMatchObject({ status: 'failed' });
});
