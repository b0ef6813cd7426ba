import { randomUUID } from 'node:crypto';
import { Clock } from '../../src/kernel/clock';
import { Ids, type TenantId } from '../../src/kernel/ids';
import { Simulator } from '../../src/providers/simulator.port';
import { referenceOf } from '../../src/providers/simulator/simulated-payment';
import { signedWebhook } from '../../src/providers/simulator/simulator.webhooks';
import { Inbox } from '../../src/store/store.port';
import { ended, serve, type TestServer } from '../support/server';
import { aDatabase, type TestDatabase } from '../support/database';
import { ServerProcess } from '../support/process';
import { Client } from '../support/client';

let database: TestDatabase;
const running: TestServer[] = [];
beforeEach(async () => {
  database = await aDatabase();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
  await database.drop();
});

async function start(): Promise<TestServer> {
  const server = await serve({ env: { DATABASE_URL: database.url } });
  running.push(server);
  return server;
}

/** Ends it as SIGTERM does, before its successor opens the same database. */
async function stop(server: TestServer): Promise<void> {
  running.splice(running.indexOf(server), 1);
  await server.stop();
}

async function account(client: Client): Promise<string> {
  return (await client.post('/v1/accounts', { currency: 'EUR' })).body['id'] as string;
}

it('gives the same answer to the same key after a restart', async () => {
  const first = await start();
  const key = randomUUID();
  const accountId = await account(first.client);
  const body = { accountId, amount: '5.00', currency: 'EUR', source: 'sim:success' };
  const answered = await first.client.post('/v1/deposits', body, key);
  await ended(first.client, `/v1/deposits/${String(answered.body['id'])}`);
  await stop(first);

  const second = await start();
  const replayed = await second.client.post('/v1/deposits', body, key);

  expect([replayed.status, replayed.text]).toEqual([answered.status, answered.text]);
  expect(replayed.headers.get('idempotent-replayed')).toBe('true');
});

it('applies a webhook that was stored and not applied before the end', async () => {
  const first = await start();
  const accountId = await account(first.client);
  const { body } = await first.client.post('/v1/deposits', {
    accountId,
    amount: '5.00',
    currency: 'EUR',
    source: 'sim:manual',
  });
  const payment = body['payment'] as { id: string };
  const simulator = await first.client.get<{ webhookUrl: string }>('/v1/providers/simulator');
  const tenantId = simulator.body.webhookUrl.split('/').pop() as TenantId;
  const receivedAt = first.app.get(Clock, { strict: false }).now();
  const signed = signedWebhook(
    first.app.get(Simulator, { strict: false }).webhookSecret(tenantId),
    {
      type: 'payment.succeeded',
      data: {
        paymentId: payment.id as never,
        providerReference: referenceOf({ key: payment.id }),
        amount: '5.00',
        currency: 'EUR',
        reason: null,
      },
    },
    receivedAt,
  );
  await first.app.get(Inbox, { strict: false }).receive({
    tenantId,
    id: first.app.get(Ids, { strict: false }).next('whr'),
    provider: 'simulator',
    eventId: signed.headers['webhook-id'] ?? '',
    headers: JSON.stringify(signed.headers),
    body: Buffer.from(signed.body),
    receivedAt,
  });
  await stop(first);

  const second = await start();
  expect(await ended(second.client, `/v1/deposits/${String(body['id'])}`)).toMatchObject({
    status: 'completed',
  });
});

it('drains at SIGTERM: what is in flight is answered, and the process ends with 0', async () => {
  const process = await ServerProcess.start({
    DATABASE_URL: database.url,
    BOOTSTRAP_API_KEY: 'cbk_drain',
    MASTER_KEY: Buffer.alloc(32, 1).toString('base64'),
  });
  const client = new Client(process.url, 'cbk_drain');
  const accountId = await account(client);
  const body = { accountId, amount: '5.00', currency: 'EUR', source: 'sim:success' };
  // Listened to from the start: a call that is refused at the door is no surprise.
  const calls = Promise.allSettled(
    Array.from({ length: 20 }, () => client.post('/v1/deposits', body)),
  );
  await client.get('/livez');

  const code = await process.terminate();

  const statuses = (await calls).flatMap((call) =>
    call.status === 'fulfilled' ? [call.value.status] : [],
  );
  expect(code).toBe(0);
  expect(statuses.filter((status) => status !== 201)).toEqual([]);
  const again = await start();
  const { body: read } = await again.client.get<{ data: unknown[] }>('/v1/deposits?limit=100');
  expect(read.data.length).toBeGreaterThanOrEqual(statuses.length);
});

it('tells a wrong variable in one clear line, and does not start', async () => {
  await expect(
    ServerProcess.start({ DATABASE_URL: database.url, LOG_LEVEL: 'loud' }),
  ).rejects.toThrow(/cambist: LOG_LEVEL must be .*\n/);
});
