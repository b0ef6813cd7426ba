import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ended, serve, type TestServer } from '../support/server';
import { Client } from '../support/client';

let server: TestServer;
beforeEach(async () => {
  server = await serve();
});
afterEach(() => server.stop());

/** The values of a scrape, by series with its labels. */
async function scrape(): Promise<ReadonlyMap<string, number>> {
  const { status, text, headers } = await server.client.get('/metrics');
  expect([status, headers.get('content-type')]).toEqual([
    200,
    'text/plain; version=0.0.4; charset=utf-8',
  ]);
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const end = line.lastIndexOf(' ');
      return [line.slice(0, end), Number(line.slice(end + 1))];
    }),
  );
}

it('counts a deposit from the request to the provider’s answer', async () => {
  const { client } = server;
  const account = (await client.post('/v1/accounts', { currency: 'EUR' })).body['id'] as string;
  const order = { accountId: account, amount: '5.00', currency: 'EUR', source: 'sim:success' };
  const key = randomUUID();
  const { body } = await client.post('/v1/deposits', order, key);
  await ended(client, `/v1/deposits/${String(body['id'])}`);
  await client.post('/v1/deposits', order, key);
  await client.post('/v1/deposits', { ...order, amount: '-5' });
  await client.post('/v1/withdrawals', {
    ...omit(order, 'source'),
    amount: '6.00',
    destination: 'sim:success',
  });

  const found = await scrape();
  const of = (series: string) => found.get(series);
  expect(of('cambist_flows_started_total{kind="deposit"}')).toBe(1);
  expect(of('cambist_flows_total{kind="deposit",status="completed"}')).toBe(1);
  expect(of('cambist_flows_total{kind="withdraw",status="rejected"}')).toBe(1);
  expect(of('cambist_flows_total{kind="transfer",status="completed"}')).toBe(0);
  expect(of('cambist_events_total{type="payment.completed"}')).toBe(1);
  expect(
    of('cambist_provider_calls_total{provider="simulator",operation="submit",outcome="succeeded"}'),
  ).toBe(1);
  expect(of('cambist_http_requests_total{route="/v1/deposits",method="POST",status="201"}')).toBe(
    2,
  );
  expect(of('cambist_http_requests_total{route="/v1/deposits",method="POST",status="400"}')).toBe(
    1,
  );
  expect(of('cambist_http_problems_total{code="invalid-amount"}')).toBe(1);
  expect(of('cambist_http_problems_total{code="insufficient-funds"}')).toBe(1);
  expect(of('cambist_http_replays_total')).toBe(1);
  expect(of('cambist_http_in_flight')).toBe(1);
  expect(of('cambist_turn_size_count')).toBeGreaterThan(2);
  expect(of('cambist_turn_duration_seconds_count{result="committed"}')).toBe(
    of('cambist_turn_size_count'),
  );
  expect(of('cambist_outbox_tasks')).toBe(0);
  expect(of('cambist_dead_letters_parked')).toBe(0);
  expect(found.has('cambist_rates_age_seconds')).toBe(false);
});

const omit = <T extends object>(whole: T, field: keyof T): object =>
  Object.fromEntries(Object.entries(whole).filter(([name]) => name !== field));

it('has as many series as routes, however many paths and methods are tried', async () => {
  for (const path of ['/nothing', '/v1/accounts/acc_1', '/v1/accounts/acc_2', '/nothing/else']) {
    for (const method of ['GET', 'MKCOL', 'PURGE']) await server.client.send(method, path);
  }
  const routes = [...(await scrape()).keys()].filter((series) =>
    series.startsWith('cambist_http_requests_total'),
  );
  expect([...routes].sort()).toEqual([
    'cambist_http_requests_total{route="/v1/accounts/:id",method="GET",status="404"}',
    'cambist_http_requests_total{route="/v1/accounts/:id",method="other",status="405"}',
    'cambist_http_requests_total{route="none",method="GET",status="404"}',
    'cambist_http_requests_total{route="none",method="other",status="404"}',
  ]);
});

/** What CambistProviderTurnsAway of deploy/alerts.yaml is for. */
it('tells a provider that turns away by its calls: no call waits longer than its pause', async () => {
  const busy = createServer((_, response) => response.writeHead(503).end());
  await once(busy.listen(0, '127.0.0.1'), 'listening');
  const { port } = busy.address() as AddressInfo;
  const away = await serve({ env: { SIMULATOR_URL: `http://127.0.0.1:${String(port)}` } });
  const { client } = away;
  const account = (await client.post('/v1/accounts', { currency: 'EUR' })).body['id'];
  const order = { accountId: account, amount: '5.00', currency: 'EUR', source: 'sim:success' };
  await client.post('/v1/deposits', order);
  const calls = /^cambist_provider_calls_total\{.*,outcome="try-later"\} (\d+)$/m;
  let text = '';
  for (let tried = 0; tried < 250 && Number(calls.exec(text)?.[1] ?? 0) < 3; tried++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    ({ text } = await client.get('/metrics'));
  }
  await away.stop();
  busy.close();

  expect(Number(calls.exec(text)?.[1])).toBeGreaterThanOrEqual(3);
  const waited = Number(/^cambist_outbox_oldest_due_seconds (\S+)$/m.exec(text)?.[1]);
  expect(waited).toBeLessThan(1.5);
});

it('counts webhooks that are refused', async () => {
  const { body } = await server.client.get('/v1/providers/simulator');
  const path = new URL(String(body['webhookUrl'])).pathname;
  expect((await server.client.post(path, {})).status).toBe(400);
  expect(
    (await scrape()).get('cambist_webhooks_total{provider="simulator",result="refused"}'),
  ).toBe(1);
});

it('is for admins alone', async () => {
  const { body } = await server.client.post('/v1/keys', { name: 'm', role: 'member' });
  const member = new Client(server.url, String(body['key']));
  expect((await member.get('/metrics')).status).toBe(403);
  expect((await new Client(server.url, 'nobody').get('/metrics')).status).toBe(401);
});
