import type { TestServer } from '../support/server';
import { ended, serve } from '../support/server';
import { ecbDocument, RateSource } from '../support/rate-source';
import { HandClock } from '../support/stage';

const clock = new HandClock();
let server: TestServer;
beforeAll(async () => {
  server = await serve({ clock });
});
afterAll(async () => {
  await server.stop();
});

const pin = (base: string, quote: string, rate: string) =>
  server.client.put(`/v1/rates/${base}/${quote}`, { rate });

async function account(currency: string): Promise<string> {
  const { body } = await server.client.post('/v1/accounts', { currency });
  return body['id'] as string;
}

const quote = (amount: string, from = 'EUR', to = 'USD', key?: string) =>
  server.client.post('/v1/quotes', { from, to, amount }, key);

const deposit = (accountId: string, amount: string, currency: string, more: object = {}) =>
  server.client.post('/v1/deposits', {
    accountId,
    amount,
    currency,
    source: 'sim:success',
    ...more,
  });

const posted = async (id: string) =>
  (await server.client.get<{ balance: { posted: string } }>(`/v1/accounts/${id}`)).body.balance
    .posted;

describe('quotes over HTTP', () => {
  beforeAll(() => pin('EUR', 'USD', '1.0832'));

  it('are made, read, used once, and seen to be used', async () => {
    const id = await account('USD');
    const made = await quote('250.00');
    const quoteId = String(made.body['id']);
    expect([made.status, made.headers.get('location')]).toEqual([201, `/v1/quotes/${quoteId}`]);
    expect(made.body).toEqual({
      id: expect.stringMatching(/^quo_[0-9a-f-]{36}$/) as string,
      object: 'quote',
      status: 'open',
      from: 'EUR',
      to: 'USD',
      amount: '250.00',
      rate: {
        value: '1.0832',
        base: 'EUR',
        quote: 'USD',
        source: 'manual',
        asOf: '2026-11-21T10:00:00.000Z',
      },
      spreadBasisPoints: 0,
      clientRates: { credit: '1.0832', debit: '1.0832' },
      flowId: null,
      createdAt: '2026-11-21T10:00:00.000Z',
      expiresAt: '2026-11-21T10:05:00.000Z',
    });
    await pin('EUR', 'USD', '1.2');
    clock.at += 299_000;

    const used = await deposit(id, '250.00', 'EUR', { quoteId });
    const end = await ended(server.client, `/v1/deposits/${String(used.body['id'])}`);
    expect(end).toMatchObject({
      status: 'completed',
      converted: { amount: '270.80', currency: 'USD' },
      rate: { value: '1.0832' },
      quoteId,
    });
    expect((await server.client.get(`/v1/quotes/${quoteId}`)).body).toMatchObject({
      status: 'used',
      flowId: used.body['id'],
    });

    const again = await deposit(id, '250.00', 'EUR', { quoteId });
    expect([again.status, again.body['code']]).toEqual([422, 'quote-already-used']);
    expect(again.body['flowId']).toMatch(/^dep_/);
    expect(await posted(id)).toBe('270.80');
    await pin('EUR', 'USD', '1.0832');
  });

  it('expire at 300 seconds', async () => {
    const id = await account('USD');
    const { body } = await quote('250.00');
    clock.at += 300_000;
    const late = await deposit(id, '250.00', 'EUR', { quoteId: body['id'] });
    expect([late.status, late.body['code']]).toEqual([422, 'quote-expired']);
    expect((await server.client.get(`/v1/quotes/${String(body['id'])}`)).body['status']).toBe(
      'expired',
    );
  });

  it('are answered once for one key', async () => {
    const first = await quote('1.00', 'EUR', 'USD', 'quote-1');
    const second = await quote('1.00', 'EUR', 'USD', 'quote-1');
    expect(second.text).toBe(first.text);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect((await quote('2.00', 'EUR', 'USD', 'quote-1')).body['code']).toBe(
      'idempotency-key-reused',
    );
  });

  it.each([
    [{ amount: 250 }, 400, 'invalid-amount'],
    [{ amount: '1.001' }, 400, 'amount-precision'],
    [{ amount: '0' }, 400, 'invalid-amount'],
    [{ from: 'eur' }, 400, 'unknown-currency'],
    [{ to: 'XXZ' }, 400, 'unknown-currency'],
    [{ side: 'buy' }, 400, 'unknown-field'],
    [{ amount: undefined }, 400, 'invalid-amount'],
    [{ from: 'KWD', to: 'BHD' }, 422, 'unsupported-pair'],
  ])('with %j are refused', async (change, status, code) => {
    const body = { from: 'EUR', to: 'USD', amount: '250.00', ...change };
    const answer = await server.client.post('/v1/quotes', body);
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
  });

  it.each(['quo_', 'acc_01a1fc38-acf7-7b84-abcd-7a99117241b8', '', 7])(
    'that are named %j do not exist',
    async (quoteId) => {
      const answer = await deposit(await account('USD'), '1.00', 'EUR', { quoteId });
      expect(answer.status).toBe(quoteId === 7 ? 400 : 404);
    },
  );

  it('that nobody made are not found, in a path as in a body', async () => {
    const nobody = 'quo_01a1fc38-acf7-7b84-abcd-7a99117241b8';
    const inBody = await deposit(await account('USD'), '1.00', 'EUR', { quoteId: nobody });
    const inPath = await server.client.get(`/v1/quotes/${nobody}`);
    expect([inBody.status, inPath.status]).toEqual([404, 404]);
    expect(inBody.body['code']).toBe('not-found');
  });

  it('serve transfers and withdrawals', async () => {
    const [eur, usd] = [await account('EUR'), await account('USD')];
    const { body: funding } = await deposit(eur, '250.00', 'EUR');
    await ended(server.client, `/v1/deposits/${String(funding['id'])}`);
    const first = (await quote('250.00')).body['id'];
    await pin('EUR', 'USD', '2');
    const transfer = await server.client.post('/v1/transfers', {
      fromAccountId: eur,
      toAccountId: usd,
      amount: '250.00',
      currency: 'EUR',
      quoteId: first,
    });
    expect(transfer.body).toMatchObject({
      status: 'completed',
      credited: { amount: '270.80', currency: 'USD' },
      quoteId: first,
    });
    const second = (await quote('10.00')).body['id'];
    await pin('EUR', 'USD', '1.0832');
    const out = await server.client.post('/v1/withdrawals', {
      accountId: usd,
      amount: '10.00',
      currency: 'EUR',
      destination: 'sim:success',
      quoteId: second,
    });
    expect(out.body).toMatchObject({ converted: { amount: '20.00' }, quoteId: second });
  });
});

describe('settings over HTTP', () => {
  afterAll(() =>
    server.client.send('PATCH', '/v1/settings', { spreadBasisPoints: 0, rounding: 'directed' }),
  );

  it('are read and changed by an admin, and seen in the next conversion', async () => {
    const { client } = server;
    expect((await client.get('/v1/settings')).body).toEqual({
      object: 'settings',
      spreadBasisPoints: 0,
      rounding: 'directed',
    });
    const changed = await client.send('PATCH', '/v1/settings', { spreadBasisPoints: 50 });
    expect([changed.status, changed.body['spreadBasisPoints']]).toEqual([200, 50]);
    await client.send('PATCH', '/v1/settings', { rounding: 'half-even' });
    expect((await client.get('/v1/settings')).body).toMatchObject({
      spreadBasisPoints: 50,
      rounding: 'half-even',
    });

    await pin('USD', 'EUR', '0.92');
    const id = await account('EUR');
    const { body } = await deposit(id, '100.00', 'USD');
    expect(body['rate']).toMatchObject({ value: '0.9154', mid: '0.92' });
    const flow = await client.get<{ events: { type: string; data: { results?: object[] } }[] }>(
      `/v1/flows/${String(body['id'])}`,
    );
    const done = flow.body.events.find(({ type }) => type === 'conversion.done');
    expect(done?.data.results?.[0]).toMatchObject({
      mid: '0.92',
      rate: { value: '0.9154' },
      spread: { basisPoints: 50, amount: '0.46' },
      rounding: 'half-even',
    });
    expect((await quote('100.00', 'USD', 'EUR')).body).toMatchObject({
      rate: { value: '0.92' },
      clientRates: { credit: '0.9154', debit: '0.9246' },
    });
    const types = await client.get<{ data: { type: string }[] }>('/v1/events?type=tenant.changed');
    expect(types.body.data).toHaveLength(2);
  });

  it.each([
    [{ spreadBasisPoints: -1 }, 'invalid-field'],
    [{ spreadBasisPoints: 0.5 }, 'invalid-field'],
    [{ spreadBasisPoints: 5_001 }, 'invalid-field'],
    [{ spreadBasisPoints: '50' }, 'invalid-field'],
    [{ rounding: 'up' }, 'invalid-field'],
    [{ colour: 'red' }, 'unknown-field'],
  ])('refuse %j', async (change, code) => {
    const { status, body } = await server.client.send('PATCH', '/v1/settings', change);
    expect([status, body['code']]).toEqual([400, code]);
  });

  it('are nothing for a member', async () => {
    const { client } = server;
    const { body } = await client.post<{ key: string }>('/v1/keys', { name: 'm', role: 'member' });
    const member = { authorization: `Bearer ${body.key}` };
    const read = await client.send('GET', '/v1/settings', undefined, member);
    const change = await client.send('PATCH', '/v1/settings', { spreadBasisPoints: 1 }, member);
    expect([read.status, change.status]).toEqual([403, 403]);
  });
});

describe('FX positions over HTTP', () => {
  it('account for what a thousand deposits of 22 satoshi were rounded by', async () => {
    const fresh = await serve();
    const { client } = fresh;
    try {
      await client.put('/v1/rates/BTC/USD', { rate: '68123.45' });
      const { body } = await client.post('/v1/accounts', { currency: 'USD' });
      const accountId = String(body['id']);
      const one = (amount: string) =>
        client.post('/v1/deposits', { accountId, amount, currency: 'BTC', source: 'sim:success' });
      const flows: unknown[] = [];
      for (let batch = 0; batch < 20; batch++) {
        const answers = await Promise.all(Array.from({ length: 50 }, () => one('0.00000022')));
        flows.push(...answers.map(({ body: made }) => made['id']));
      }
      for (const id of flows) await ended(client, `/v1/deposits/${String(id)}`);
      expect((await one('0.00000008')).body['code']).toBe('converted-amount-zero');

      const { body: read } = await client.get<{ balance: { posted: string } }>(
        `/v1/accounts/${accountId}`,
      );
      expect(read.balance.posted).toBe('10.00');
      expect((await client.get('/v1/ledger/fx-positions')).body).toEqual({
        data: [
          {
            object: 'fx-position',
            currency: 'BTC',
            position: '0.00022000',
            debits: '0.00000000',
            credits: '0.00022000',
            remainder: '0',
            spread: '0',
          },
          {
            object: 'fx-position',
            currency: 'USD',
            position: '-10.00',
            debits: '10.00',
            credits: '0.00',
            remainder: '4.987159',
            spread: '0',
          },
        ],
        nextCursor: null,
      });
      const { body: verified } = await client.post<{ ok: boolean }>('/v1/ledger/verify');
      expect(verified.ok).toBe(true);
    } finally {
      await fresh.stop();
    }
  }, 60_000);
});

describe('a source of rates over HTTP', () => {
  it('serves conversions until its rates are too old: 503, and no flow', async () => {
    const source = await RateSource.open();
    const time = new HandClock();
    source.says(ecbDocument('2026-11-21', { USD: '1.25' }));
    const fresh = await serve({
      clock: time,
      env: { RATES_URL: source.url, RATES_MAX_AGE: '3600' },
    });
    const { client } = fresh;
    try {
      const { body } = await client.post('/v1/accounts', { currency: 'EUR' });
      const ask = () =>
        client.post(
          '/v1/deposits',
          { accountId: body['id'], amount: '100.00', currency: 'USD', source: 'sim:success' },
          'one-key',
        );
      time.at = Date.parse('2026-11-21T16:00:00.001Z');
      const stale = await ask();
      expect([stale.status, stale.body['code']]).toEqual([503, 'rate-unavailable']);
      expect(stale.headers.get('retry-after')).toMatch(/^[0-9]+$/);
      expect(stale.body).not.toHaveProperty('flowId');
      const read = await client.get('/v1/rates/USD/EUR');
      expect([read.status, read.headers.get('retry-after')]).toEqual([503, '60']);
      expect(
        (await client.post('/v1/quotes', { from: 'USD', to: 'EUR', amount: '1' })).status,
      ).toBe(503);
      expect((await client.get<{ data: [] }>('/v1/deposits')).body.data).toEqual([]);
      // The sample table is no way out: it is of long ago.
      expect((await client.get('/v1/rates/EUR/SEK')).status).not.toBe(200);

      time.at = Date.parse('2026-11-21T16:00:00.000Z');
      const done = await ask();
      expect(done.body).toMatchObject({
        converted: { amount: '80.00', currency: 'EUR' },
        rate: { value: '0.8', source: 'ecb', asOf: '2026-11-21T15:00:00.000Z' },
      });
    } finally {
      await fresh.stop();
      await source.close();
    }
  });
});
