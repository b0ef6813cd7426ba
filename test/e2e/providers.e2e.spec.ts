import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSimulator, type RunningSimulator } from '../../src/providers/open-simulator';
import { Client, SimulatorClient } from '../support/client';
import { aDatabase, type TestDatabase } from '../support/database';
import { ServerProcess, SimulatorProcess } from '../support/process';
import { ended, serve, type TestServer } from '../support/server';

/** What was lost is asked for again after two seconds; a small machine needs some more. */
const SECONDS = 20;

/** A payment in the simulator's own record. */
interface Recorded {
  readonly key: string;
  readonly paymentId: string;
  readonly direction: string;
  readonly amount: string;
  readonly currency: string;
  readonly status: string;
  readonly attempts: number;
}

let folder: string;
const opened: { stop: () => Promise<unknown> }[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cambist-providers-'));
});
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.stop();
});
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const newFile = (name: string) => join(folder, `${String(++files)}-${name}`);

const simulatorOn = (port = 0): Promise<RunningSimulator> =>
  openSimulator({ host: '127.0.0.1', port, record: newFile('simulator.jsonl') });

/** All that a simulator has on record of one payment: what it was asked and what it made. */
async function recordOf(url: string, paymentId: unknown): Promise<readonly Recorded[]> {
  const { body } = await new SimulatorClient(url).get<{ data: Recorded[] }>('/payments?limit=1000');
  return body.data.filter((one) => one.paymentId === paymentId);
}

interface Resource {
  readonly id: string;
  readonly status: string;
  readonly payment: { readonly id: string; readonly status: string };
  readonly failure: { readonly code: string } | null;
}

const balanceOf = async (client: Client, accountId: string) => {
  const { body } = await client.get<{ balance: Record<string, string> }>(
    `/v1/accounts/${accountId}`,
  );
  const { posted, held, available } = body.balance;
  return { posted, held, available };
};

/** An account with so many euros. */
async function funded(client: Client, amount: string): Promise<string> {
  const { body } = await client.post('/v1/accounts', { currency: 'EUR' });
  const accountId = body['id'] as string;
  const asked = { accountId, amount, currency: 'EUR', source: 'sim:success' };
  const deposit = await client.post('/v1/deposits', asked);
  await ended(client, `/v1/deposits/${String(deposit.body['id'])}`);
  return accountId;
}

const untilUnknown = async (client: Client, path: string): Promise<Resource> => {
  for (let looked = 0; looked < 250; looked++) {
    const { body } = await client.get<Resource>(path);
    if (body.payment.status === 'unknown') return body;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`The payment of ${path} never was unknown.`);
};

describe.each(['in process', 'on its own'])('the simulator %s', (where) => {
  const isOnItsOwn = where === 'on its own';
  let simulator: RunningSimulator | undefined;
  let server: TestServer;
  beforeAll(async () => {
    simulator = isOnItsOwn ? await simulatorOn() : undefined;
    server = await serve({ env: simulator ? { SIMULATOR_URL: simulator.url } : {} });
  });
  afterAll(async () => {
    await server.stop();
    await simulator?.close();
  });

  it.each([
    ['sim:success', 'completed', 1],
    ['sim:decline', 'failed', 1],
    // One attempt is lost; where nothing was made the order is sent again.
    ['sim:timeout-paid', 'completed', 1],
    ['sim:timeout-lost', 'failed', 2],
    ['sim:flaky-3', 'completed', 4],
    ['sim:flaky-3-decline', 'failed', 4],
    ['sim:webhook-first', 'completed', 1],
    ['sim:webhook-five-times', 'completed', 1],
  ])('%s: ends %s, after %i attempts at one payment', async (method, status, attempts) => {
    const { client } = server;
    const accountId = await funded(client, '50.00');
    const order = { accountId, amount: '20.00', currency: 'EUR' };
    const [deposit, withdrawal] = await Promise.all([
      client.post<Resource>('/v1/deposits', { ...order, source: method }),
      client.post<Resource>('/v1/withdrawals', { ...order, destination: method }),
    ]);
    expect([deposit.status, withdrawal.status]).toEqual([201, 201]);

    const ends = await Promise.all([
      ended(client, `/v1/deposits/${deposit.body.id}`, SECONDS),
      ended(client, `/v1/withdrawals/${withdrawal.body.id}`, SECONDS),
    ]);
    expect(ends).toMatchObject([{ status }, { status }]);
    // Twenty in and twenty out, or neither of them: both ways the account has what it had.
    const all = { posted: '50.00', held: '0.00', available: '50.00' };
    expect(await balanceOf(client, accountId)).toEqual(all);
    expect((await client.get<{ data: unknown[] }>('/v1/anomalies')).body.data).toEqual([]);
    if (simulator === undefined) return;
    const made = { status: status === 'completed' ? 'succeeded' : 'failed', attempts };
    const sum = { amount: '20.00', currency: 'EUR' };
    expect(await recordOf(simulator.url, deposit.body.payment.id)).toEqual([
      expect.objectContaining({ ...made, ...sum, direction: 'in' }),
    ]);
    expect(await recordOf(simulator.url, withdrawal.body.payment.id)).toEqual([
      expect.objectContaining({ ...made, ...sum, direction: 'out' }),
    ]);
  });

  it('is asked four times under one key, and the funds are back though the rate has moved', async () => {
    const { client } = server;
    await client.put('/v1/rates/USD/EUR', { rate: '0.92' });
    const accountId = await funded(client, '500.00');
    const { body } = await client.post<Resource>('/v1/withdrawals', {
      accountId,
      amount: '100.00',
      currency: 'USD',
      destination: 'sim:flaky-3-decline',
    });
    expect(await balanceOf(client, accountId)).toMatchObject({ available: '408.00' });
    await client.put('/v1/rates/USD/EUR', { rate: '0.50' });

    const end = await ended(client, `/v1/withdrawals/${body.id}`, SECONDS);

    expect(end).toMatchObject({ status: 'failed', payment: { status: 'failed' } });
    const all = { posted: '500.00', held: '0.00', available: '500.00' };
    expect(await balanceOf(client, accountId)).toEqual(all);
    if (simulator === undefined) return;
    expect(await recordOf(simulator.url, body.payment.id)).toEqual([
      expect.objectContaining({ key: body.payment.id, attempts: 4, status: 'failed' }),
    ]);
  });

  it('settles what waits for it, at once after the order as well', async () => {
    const { client } = server;
    const accountId = await funded(client, '50.00');
    const { body } = await client.post<Resource>('/v1/deposits', {
      accountId,
      amount: '20.00',
      currency: 'EUR',
      source: 'sim:manual',
    });
    const path = `/v1/providers/simulator/payments/${body.payment.id}/settle`;
    const settled = await client.post(path, { outcome: 'succeeded' });

    expect(settled.status).toBe(202);
    expect(settled.body).toMatchObject({
      webhook: { type: 'payment.succeeded', data: { paymentId: body.payment.id, amount: '20.00' } },
    });
    expect(await ended(client, `/v1/deposits/${body.id}`)).toMatchObject({ status: 'completed' });
    expect(await balanceOf(client, accountId)).toMatchObject({ posted: '70.00' });
  });

  it('shows its methods and where its webhooks go', async () => {
    const { body } = await server.client.get('/v1/providers/simulator');
    expect(body).toMatchObject({
      methods: expect.arrayContaining(['sim:timeout-lost', 'sim:webhook-five-times']),
      webhookUrl: expect.stringContaining(server.url),
      webhookSecret: expect.stringMatching(/^whsec_/),
    });
  });
});

describe('a simulator that is down', () => {
  it('keeps nobody waiting: payments are pending, and go on once it is back', async () => {
    const { url, close } = await simulatorOn();
    const server = await serve({ env: { SIMULATOR_URL: `${url}/` } });
    opened.push(server);
    const { client } = server;
    const { body: account } = await client.post('/v1/accounts', { currency: 'EUR' });
    await close();

    const deposit = await client.post<Resource>('/v1/deposits', {
      accountId: account['id'],
      amount: '20.00',
      currency: 'EUR',
      source: 'sim:success',
    });
    const settled = await client.post(
      `/v1/providers/simulator/payments/${deposit.body.payment.id}/settle`,
      { outcome: 'succeeded' },
    );
    expect([deposit.status, settled.status]).toEqual([201, 503]);
    expect(settled.body).toMatchObject({ code: 'provider-unavailable' });
    expect((await client.get(`/v1/deposits/${deposit.body.id}`)).body).toMatchObject({
      status: 'pending',
      payment: { status: 'initiated' },
    });

    const again = await simulatorOn(Number(new URL(url).port));
    opened.push({ stop: again.close });
    const path = `/v1/deposits/${deposit.body.id}`;
    expect(await ended(client, path, SECONDS)).toMatchObject({ status: 'completed' });
    expect(await recordOf(again.url, deposit.body.payment.id)).toMatchObject([
      { status: 'succeeded', attempts: 1 },
    ]);
  });
});

describe.each(['in process', 'on its own'])(
  'killed while nobody knows, the simulator %s',
  (where) => {
    const env = {
      MASTER_KEY: Buffer.alloc(32, 9).toString('base64'),
      BOOTSTRAP_API_KEY: 'cbk_providers',
    };
    let simulator: SimulatorProcess | undefined;
    let record: string;
    let database: TestDatabase;
    let client: Client;
    let server: ServerProcess;

    const start = async (): Promise<void> => {
      const more = simulator === undefined ? {} : { SIMULATOR_URL: simulator.url };
      server = await ServerProcess.start({ ...env, ...more, DATABASE_URL: database.url });
      opened.push({ stop: () => server.kill() });
      client = new Client(server.url, env.BOOTSTRAP_API_KEY);
    };
    const startSimulator = async (port?: string): Promise<void> => {
      const process = await SimulatorProcess.start(record, port);
      opened.push({ stop: () => process.kill() });
      simulator = process;
    };

    beforeEach(async () => {
      database = await aDatabase();
      record = newFile('simulator.jsonl');
      simulator = undefined;
      if (where === 'on its own') await startSimulator();
      await start();
    });
    afterEach(async () => {
      await server.kill();
      await database.drop();
    });

    /** 100 dollars out of 500 euros, killed in the moment in which nobody knows what became of them. */
    async function killedWhileUnknown(destination: string) {
      await client.put('/v1/rates/USD/EUR', { rate: '0.92' });
      const accountId = await funded(client, '500.00');
      const { body } = await client.post<Resource>('/v1/withdrawals', {
        accountId,
        amount: '100.00',
        currency: 'USD',
        destination,
      });
      const path = `/v1/withdrawals/${body.id}`;
      const unknown = await untilUnknown(client, path);
      expect(unknown).toMatchObject({ status: 'pending', payment: { status: 'unknown' } });
      const held = { posted: '500.00', held: '92.00', available: '408.00' };
      expect(await balanceOf(client, accountId)).toEqual(held);

      await server.kill();
      if (simulator !== undefined) {
        await simulator.kill();
        await startSimulator(new URL(simulator.url).port);
      }
      await start();
      return { accountId, path, paymentId: body.payment.id };
    }

    it('sim:timeout-paid is found as paid, and paid once', async () => {
      const { accountId, path, paymentId } = await killedWhileUnknown('sim:timeout-paid');
      expect(await balanceOf(client, accountId)).toMatchObject({ available: '408.00' });

      expect(await ended(client, path, SECONDS)).toMatchObject({ status: 'completed' });
      const after = { posted: '408.00', held: '0.00', available: '408.00' };
      expect(await balanceOf(client, accountId)).toEqual(after);
      if (simulator === undefined) return;
      const paid = { status: 'succeeded', direction: 'out', amount: '100.00', currency: 'USD' };
      expect(await recordOf(simulator.url, paymentId)).toMatchObject([paid]);
    });

    it('sim:timeout-lost is sent again, declined, and the funds are released', async () => {
      const { accountId, path, paymentId } = await killedWhileUnknown('sim:timeout-lost');

      expect(await ended(client, path, SECONDS)).toMatchObject({
        status: 'failed',
        payment: { status: 'failed' },
      });
      const after = { posted: '500.00', held: '0.00', available: '500.00' };
      expect(await balanceOf(client, accountId)).toEqual(after);
      if (simulator === undefined) return;
      const made = { status: 'failed', attempts: 2 };
      expect(await recordOf(simulator.url, paymentId)).toMatchObject([made]);
    });

    it('both end when they are asked to', async () => {
      expect(await server.terminate()).toBe(0);
      expect((await simulator?.terminate()) ?? 0).toBe(0);
    });
  },
);
