import { Client } from '../support/client';
import { ended, serve, type TestServer } from '../support/server';

let server: TestServer;
let member: Client;
beforeAll(async () => {
  server = await serve();
  member = new Client(server.url, await newKey('member'));
});
afterAll(() => server.stop());

async function newKey(role: 'admin' | 'member'): Promise<string> {
  const { body } = await server.client.post('/v1/keys', { name: `a ${role}`, role });
  return body['key'] as string;
}

interface Listed {
  readonly data: readonly Record<string, unknown>[];
  readonly nextCursor: string | null;
}
const list = async (path: string) => (await server.client.get<Listed>(path)).body.data;

/** Every page of a list. */
async function all(path: string, pages = 50): Promise<Listed['data']> {
  const found: Record<string, unknown>[] = [];
  let next: string | null = path;
  for (let page = 0; next !== null && page < pages; page++) {
    const { body }: { body: Listed } = await server.client.get<Listed>(next);
    found.push(...body.data);
    const glue = path.includes('?') ? '&' : '?';
    next = body.nextCursor === null ? null : `${path}${glue}cursor=${body.nextCursor}`;
  }
  return found;
}

describe('API keys', () => {
  it('are shown when they are made, and to the same request again, but in no list', async () => {
    const create = (key?: string) => server.client.post('/v1/keys', { name: 'till' }, key);
    const [first, again] = [await create('one-key'), await create('one-key')];
    const another = await create();
    expect([first.status, first.body['role']]).toEqual([201, 'member']);
    expect(first.body).not.toHaveProperty('sealedKey');
    expect(again.text).toBe(first.text);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(another.body['id']).not.toBe(first.body['id']);
    expect(another.body['key']).not.toBe(first.body['key']);

    const made = new Client(server.url, again.body['key'] as string);
    expect((await made.get('/v1/accounts')).status).toBe(200);
    const shown = [await all('/v1/keys'), await all('/v1/events?type=key.*')];
    expect(JSON.stringify(shown)).not.toContain(first.body['key']);
    expect(JSON.stringify(shown)).not.toContain('sealed');
  });

  it('are not made by a key of another request', async () => {
    await server.client.post('/v1/keys', { name: 'one' }, 'two-bodies');
    const { status, body } = await server.client.post('/v1/keys', { name: 'two' }, 'two-bodies');
    expect([status, body['code']]).toEqual([422, 'idempotency-key-reused']);
    expect(body).not.toHaveProperty('key');
  });

  it('that are revoked let nobody in from that moment on', async () => {
    const { body } = await server.client.post('/v1/keys', { name: 'soon lost', role: 'admin' });
    const lost = new Client(server.url, body['key'] as string);
    expect((await lost.get('/v1/accounts')).status).toBe(200);

    const revoked = await lost.send('DELETE', `/v1/keys/${String(body['id'])}`);
    expect(revoked.body['revokedAt']).not.toBeNull();
    expect((await lost.get('/v1/accounts')).status).toBe(401);
  });

  it('of the role member are refused what is for admins', async () => {
    const refused = await Promise.all([
      member.get('/v1/keys'),
      member.post('/v1/keys', { name: 'mine', role: 'admin' }),
      member.get('/v1/providers/simulator'),
      member.put('/v1/rates/USD/EUR', { rate: '1' }),
      member.send('DELETE', '/v1/rates/USD/EUR'),
      member.post('/v1/dead-letters/dlt_0192f0c1-2345-7abc-8def-0123456789ab/retry'),
      member.post('/v1/dead-letters/dlt_0192f0c1-2345-7abc-8def-0123456789ab/discard'),
    ]);
    expect(refused.map(({ status }) => status)).toEqual(Array(7).fill(403));
    expect((await member.get('/v1/rates/USD/EUR')).status).toBe(200);
  });
});

describe('rates', () => {
  it('are the pinned ones first, and the sample, marked as such, without a pin', async () => {
    const sample = await server.client.get('/v1/rates/USD/EUR');
    await server.client.put('/v1/rates/USD/EUR', { rate: '0.920' });
    const pinned = await server.client.get('/v1/rates/USD/EUR');
    const inverse = await server.client.get('/v1/rates/EUR/USD');
    const { status, text } = await server.client.send('DELETE', '/v1/rates/USD/EUR');

    expect(sample.body).toMatchObject({ value: '0.904977375565610859', source: 'sample' });
    expect(pinned.body).toMatchObject({ value: '0.92', base: 'USD', source: 'manual' });
    expect(inverse.body).toMatchObject({ value: '1.105', source: 'sample' });
    expect([status, text]).toEqual([204, '']);
    expect((await server.client.get('/v1/rates/USD/EUR')).body).toEqual(sample.body);
  });

  it('of one base are listed into every currency that there is a way to', async () => {
    const rates = await all('/v1/rates?base=JPY');
    expect(rates.map(({ base }) => base)).toEqual(rates.map(() => 'JPY'));
    expect(rates).toContainEqual(expect.objectContaining({ quote: 'GBP', via: 'EUR' }));
    expect(rates.map(({ quote }) => quote)).not.toContain('BTC');
  });

  it.each([
    ['USD/EUR', '0', 'invalid-field'],
    ['USD/EUR', '-1', 'invalid-field'],
    ['USD/EUR', 0.92, 'invalid-field'],
    ['USD/EUR', '1.2345678901234567890', 'invalid-field'],
    ['USD/USD', '1', 'invalid-field'],
    ['usd/EUR', '1', 'unknown-currency'],
  ])('cannot be pinned as %s = %j', async (pair, rate, code) => {
    const { status, body } = await server.client.put(`/v1/rates/${pair}`, { rate });
    expect([status, body['code']]).toEqual([400, code]);
  });

  it('that nobody knows are told as an unsupported pair', async () => {
    const { status, body } = await server.client.get('/v1/rates/EUR/BTC');
    expect([status, body['code']]).toEqual([422, 'unsupported-pair']);
    expect((await server.client.send('DELETE', '/v1/rates/EUR/BTC')).status).toBe(404);
  });
});

it('lists every currency with its exponent', async () => {
  const found = (await all('/v1/currencies')).map(({ code, exponent }) => [code, exponent]);
  expect(found).toEqual(
    expect.arrayContaining([
      ['JPY', 0],
      ['USD', 2],
      ['KWD', 3],
      ['ETH', 18],
    ]),
  );
  expect(new Set(found.map(([code]) => code)).size).toBe(found.length);
  expect(await list('/v1/currencies')).toHaveLength(20);
  expect(await list('/v1/currencies?limit=3')).toHaveLength(3);
});

describe('the simulator', () => {
  const manual = async () => {
    const { body: account } = await server.client.post('/v1/accounts', { currency: 'EUR' });
    const order = { accountId: account['id'], amount: '5', currency: 'EUR', source: 'sim:manual' };
    const { body } = await server.client.post('/v1/deposits', order);
    return body as { readonly id: string; readonly payment: { readonly id: string } };
  };
  const settle = (payment: string, body: object) =>
    server.client.post(`/v1/providers/simulator/payments/${payment}/settle`, body);

  it('tells where its webhooks go', async () => {
    const { body } = await server.client.get('/v1/providers/simulator');
    expect(body).toMatchObject({
      name: 'simulator',
      webhookUrl: expect.stringMatching(/^http:\/\/.+\/v1\/providers\/simulator\/webhooks\/ten_/),
      webhookSecret: expect.stringMatching(/^whsec_/),
    });
  });

  it.each([
    ['succeeded', {}, 'completed', null],
    ['failed', { reason: 'card lost' }, 'failed', 'card lost'],
  ])('ends a payment as %s by a webhook', async (outcome, more, status, detail) => {
    const { id, payment } = await manual();
    expect((await settle(payment.id, { outcome, ...more })).status).toBe(202);
    const end = await ended(server.client, `/v1/deposits/${id}`);
    expect(end['status']).toBe(status);
    expect((end['failure'] as { detail: string } | null)?.detail ?? null).toBe(detail);
  });

  it('knows no other payment, and no other outcome', async () => {
    const nobodys = 'pay_0192f0c1-2345-7abc-8def-0123456789ab';
    expect((await settle(nobodys, { outcome: 'failed' })).status).toBe(404);
    expect((await settle(nobodys, { outcome: 'lost' })).status).toBe(400);
    expect((await settle(nobodys, { outcome: 'succeeded', reason: 'x' })).status).toBe(400);
  });
});

it('keeps books that balance in every currency', async () => {
  const { body } = await server.client.get<{ currencies: readonly Record<string, unknown>[] }>(
    '/v1/ledger/trial-balance',
  );
  expect(body.currencies).toMatchObject([{ currency: 'EUR', difference: '0.00' }]);
  expect((await list('/v1/ledger/accounts')).map(({ id }) => id)).toEqual(['clearing:simulator']);
});

it('says without a key whether it lives and is ready, and nothing else', async () => {
  const stranger = new Client(server.url, 'nobody');
  expect((await stranger.get('/livez')).body).toEqual({ status: 'live' });
  expect((await stranger.get('/readyz')).body).toMatchObject({ status: 'ready' });
  expect((await stranger.get('/v1/accounts')).status).toBe(401);
});
