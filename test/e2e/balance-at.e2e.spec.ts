import { instantOf } from '../../src/kernel/clock';
import { Client } from '../support/client';
import { ended, serve, type TestServer } from '../support/server';
import { HandClock } from '../support/stage';

const START = Date.parse('2026-11-21T10:00:00.000Z');
const MINUTE = 60_000;

const clock = new HandClock(START);
let server: TestServer;
let id: string;
beforeAll(async () => {
  server = await serve({ clock });
  const { body } = await server.client.post('/v1/accounts', { currency: 'EUR', overdraft: '10' });
  id = String(body['id']);
});
afterAll(() => server.stop());

const balance = (query = '', account = id) =>
  server.client.get(`/v1/accounts/${account}/balance${query}`);
const at = (minutes: number) => balance(`?at=${instantOf(START + minutes * MINUTE)}`);
const amounts = async (answer: ReturnType<typeof at>) => {
  const { posted, held, available, overdraft } = (await answer).body;
  return [posted, held, available, overdraft];
};

it('is told as of every moment of a story, just as it was shown then', async () => {
  const order = { accountId: id, currency: 'EUR' };
  clock.at = START + 10 * MINUTE;
  const deposit = { ...order, amount: '100', source: 'sim:success' };
  const { body: paidIn } = await server.client.post('/v1/deposits', deposit);
  await ended(server.client, `/v1/deposits/${String(paidIn['id'])}`);

  clock.at = START + 20 * MINUTE;
  const withdrawal = { ...order, amount: '30', destination: 'sim:manual' };
  const { body: paidOut } = await server.client.post<{ id: string; payment: { id: string } }>(
    '/v1/withdrawals',
    withdrawal,
  );
  clock.at = START + 30 * MINUTE;
  await server.client.send('PATCH', `/v1/accounts/${id}`, { overdraft: '0' });

  clock.at = START + 40 * MINUTE;
  const settle = `/v1/providers/simulator/payments/${paidOut.payment.id}/settle`;
  await server.client.post(settle, { outcome: 'succeeded' });
  await ended(server.client, `/v1/withdrawals/${paidOut.id}`);

  clock.at = START + 50 * MINUTE;
  const told = await Promise.all([0, 9, 10, 20, 29, 30, 39, 40, 50].map((m) => amounts(at(m))));
  expect(told).toEqual([
    ['0.00', '0.00', '10.00', '10.00'],
    ['0.00', '0.00', '10.00', '10.00'],
    ['100.00', '0.00', '110.00', '10.00'],
    ['100.00', '30.00', '80.00', '10.00'],
    ['100.00', '30.00', '80.00', '10.00'],
    ['100.00', '30.00', '70.00', '0.00'],
    ['100.00', '30.00', '70.00', '0.00'],
    ['70.00', '0.00', '70.00', '0.00'],
    ['70.00', '0.00', '70.00', '0.00'],
  ]);
});

it('is that of now without a time, and says what it is a balance of', async () => {
  const { status, body } = await balance();
  const { balance: shown, overdraft } = (await server.client.get(`/v1/accounts/${id}`)).body;
  expect(status).toBe(200);
  expect(body).toEqual({
    object: 'balance',
    accountId: id,
    currency: 'EUR',
    ...(shown as object),
    overdraft,
    at: instantOf(clock.at),
  });
});

it('is asked for in any offset, and told in UTC', async () => {
  const { body } = await balance(`?at=${encodeURIComponent('2026-11-21T11:20:00+01:00')}`);
  expect([body['at'], body['held']]).toEqual(['2026-11-21T10:20:00.000Z', '30.00']);
});

it('is not found before the account was opened, nor of an account that is nobody’s', async () => {
  const before = await at(-1);
  expect([before.status, before.body['code']]).toEqual([404, 'not-found']);
  expect(before.body['detail']).toBe('The account was not open yet at this time.');
  for (const nobodys of ['acc_0192f0c1-2345-7abc-8def-0123456789ab', 'acc_1', id.slice(4)]) {
    expect((await balance('', nobodys)).status).toBe(404);
  }
});

it.each([
  ['?at=2026-11-21T10:50:00.001Z', 'invalid-field'],
  ['?at=9999-12-31T23:59:59-23:59', 'invalid-field'],
  ['?at=2026-02-30T00:00:00Z', 'invalid-field'],
  ['?at=2026-11-21', 'invalid-field'],
  ['?at=2026-11-21T10:00:00', 'invalid-field'],
  ['?at=yesterday', 'invalid-field'],
  ['?at=', 'invalid-field'],
  ['?at=1763719200000', 'invalid-field'],
  ['?at=2026-11-21T10:00:00Z&at=2026-11-21T10:00:00Z', 'invalid-field'],
  ['?when=2026-11-21T10:00:00Z', 'unknown-field'],
])('%s is refused as %s', async (query, code) => {
  const { status, body } = await balance(query);
  expect([status, body['code']]).toEqual([400, code]);
});

it('knows no time between a clock that was put back and what is committed as still to come', async () => {
  const { body } = await balance();
  clock.at = START;
  expect((await balance(`?at=${instantOf(START + 40 * MINUTE)}`)).status).toBe(200);
  expect((await balance(`?at=${String(body['at'])}`)).status).toBe(400);
  expect((await balance()).body['at']).toBe(instantOf(START + 40 * MINUTE));
  clock.at = START + 50 * MINUTE;
});

it('needs a key', async () => {
  const stranger = new Client(server.url, 'nobody');
  expect((await stranger.get(`/v1/accounts/${id}/balance`)).status).toBe(401);
});
