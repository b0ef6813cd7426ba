import { randomUUID } from 'node:crypto';
import { Outbox } from '../../src/store/store.port';
import { Providers } from '../../src/providers/provider.port';
import { busy, lost, ScriptedProvider, succeeded } from '../support/scripted-provider';
import type { Answer } from '../support/client';
import { ended, serve, type TestServer } from '../support/server';

let server: TestServer;
let provider: ScriptedProvider;
let account: string;
beforeAll(async () => {
  server = await serve();
  provider = new ScriptedProvider();
  const providers = server.app.get(Providers);
  jest.spyOn(providers, 'named').mockReturnValue({ kind: 'found', provider });
  const opened = await server.client.post('/v1/accounts', { currency: 'EUR', overdraft: '1000' });
  account = opened.body['id'] as string;
});
afterAll(() => server.stop());

type Path = 'deposits' | 'withdrawals';

async function begun(path: Path): Promise<string> {
  const method = path === 'deposits' ? 'source' : 'destination';
  const { body } = await server.client.post(`/v1/${path}`, {
    accountId: account,
    amount: '10.00',
    currency: 'EUR',
    [method]: 'sim:flaky-3',
  });
  return body['id'] as string;
}

/**
 * The first answer that is no refusal. While the provider turns the order away, again and again,
 * a call to it is under way now and then.
 */
async function accepted(path: string, key?: string): Promise<Answer> {
  for (let tried = 0; tried < 200; tried++) {
    const answer = await server.client.post(path, undefined, key);
    if (answer.body['code'] !== 'payment-already-submitted') return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${path} was never accepted.`);
}

/** One that the provider has turned away for now. */
async function cancelled(path: Path, key?: string): Promise<readonly [string, unknown]> {
  provider.onSubmit = () => busy;
  const id = await begun(path);
  const { status, body } = await accepted(`/v1/${path}/${id}/cancel`, key);
  expect(status).toBe(200);
  return [id, body];
}

const held = async () =>
  ((await server.client.get(`/v1/accounts/${account}`)).body['balance'] as { held: string }).held;

describe.each([
  ['deposits', 'deposit'],
  ['withdrawals', 'withdrawal'],
] as const)('POST /v1/%s/{id}/cancel', (path, object) => {
  it('ends it as failed, releases what was held, and is replayed under its key', async () => {
    const key = randomUUID();
    const [id, body] = await cancelled(path, key);

    expect(body).toMatchObject({
      id,
      object,
      status: 'failed',
      failure: { code: 'cancelled' },
      payment: { status: 'failed' },
    });
    expect(await held()).toBe('0.00');
    expect((await server.client.get(`/v1/${path}/${id}`)).body).toEqual(body);

    const again = await server.client.post(`/v1/${path}/${id}/cancel`, undefined, key);
    expect([again.status, again.headers.get('idempotent-replayed'), again.body]).toEqual([
      200,
      'true',
      body,
    ]);
    const anew = await server.client.post(`/v1/${path}/${id}/cancel`, undefined, randomUUID());
    expect([anew.status, anew.body['code'], anew.body['instance']]).toEqual([
      422,
      'flow-already-ended',
      `/v1/${path}/${id}/cancel`,
    ]);
    const picture = await server.client.get(`/v1/flows/${id}/diagram`);
    expect(picture.text).toMatch(/n_a_caller_asked -->\|"payment\.cancel"\| n_evt_/);
  });

  it('leaves nothing at the provider that could be settled', async () => {
    const [, body] = await cancelled(path);
    const { payment } = body as { readonly payment: { readonly id: string } };
    const settle = `/v1/providers/simulator/payments/${payment.id}/settle`;
    const { status, body: refused } = await server.client.post(settle, { outcome: 'succeeded' });
    expect([status, refused['code']]).toEqual([404, 'not-found']);
  });

  it('refuses what the provider may have, and what has ended', async () => {
    let answer: ((answer: typeof busy) => void) | undefined;
    provider.onSubmit = () => new Promise((resolve) => (answer = resolve));
    const id = await begun(path);
    const early = await server.client.post(`/v1/${path}/${id}/cancel`);
    expect([early.status, early.body['code'], early.body['retry']]).toEqual([
      422,
      'payment-already-submitted',
      'same-key',
    ]);

    while (answer === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
    answer(succeeded);
    expect(await ended(server.client, `/v1/${path}/${id}`)).toMatchObject({ status: 'completed' });
    const late = await server.client.post(`/v1/${path}/${id}/cancel`);
    expect([late.status, late.body['code']]).toEqual([422, 'flow-already-ended']);
  });

  it('tells in a dry run what it would record, and records nothing', async () => {
    provider.onSubmit = () => busy;
    const id = await begun(path);
    const { status, body } = await accepted(`/v1/${path}/${id}/cancel?dryRun=true`);

    expect(status).toBe(200);
    expect(body).toMatchObject({
      dryRun: true,
      events: [{ type: 'payment.failed' }, { type: expect.stringContaining('.failed') }],
      resource: { id, status: 'failed' },
    });
    expect((await server.client.get(`/v1/${path}/${id}`)).body['status']).toBe('pending');
  });

  it('takes no body, no other query, no other method, and no id that is not one of its own', async () => {
    const [id] = await cancelled(path);
    const { client } = server;
    const codeOf = async (sent: ReturnType<typeof client.post>) => {
      const { status, body } = await sent;
      return [status, (body as { code?: string }).code];
    };
    const at = `/v1/${path}/${id}/cancel`;
    const other = path === 'deposits' ? 'withdrawals' : 'deposits';
    const nobody = id.slice(0, -4) + (id.endsWith('0000') ? '1111' : '0000');

    expect(await codeOf(client.post(at, { reason: 'none' }))).toEqual([400, 'unknown-field']);
    expect(await codeOf(client.post(at, []))).toEqual([400, 'invalid-field']);
    expect(await codeOf(client.post(`${at}?force=true`))).toEqual([400, 'unknown-field']);
    expect(await codeOf(client.post(`${at}?dryRun=maybe`))).toEqual([400, 'invalid-field']);
    expect(await codeOf(client.post(at, undefined, 'a b'))).toEqual([
      400,
      'idempotency-key-invalid',
    ]);
    expect(await codeOf(client.get(at))).toEqual([405, 'method-not-allowed']);
    expect(await codeOf(client.post(`/v1/${path}/${nobody}/cancel`))).toEqual([404, 'not-found']);
    expect(await codeOf(client.post(`/v1/${path}/nonsense/cancel`))).toEqual([404, 'not-found']);
    expect(await codeOf(client.post(`/v1/${other}/${id}/cancel`))).toEqual([404, 'not-found']);
    expect(await codeOf(client.post(`/v1/transfers/${id}/cancel`))).toEqual([404, 'not-found']);
    for (const code of ['flow-already-ended', 'payment-already-submitted']) {
      expect((await client.get(`/problems/${code}`)).status).toBe(200);
    }
  });
});

describe('looking at a payment that is unknown', () => {
  it.each([
    ['the resource', (id: string) => `/v1/deposits/${id}`],
    ['its flow', (id: string) => `/v1/flows/${id}`],
  ])('brings the next question forward by %s, and never fails by it', async (_what, pathOf) => {
    provider.onSubmit = () => lost;
    provider.onFind = () => lost;
    const id = await begun('deposits');
    const payment = async () =>
      (await server.client.get(`/v1/deposits/${id}`)).body['payment'] as { status: string };
    while ((await payment()).status !== 'unknown') {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const hasten = jest
      .spyOn(server.app.get(Outbox), 'hasten')
      .mockRejectedValue(new Error('the store is away'));

    const { status } = await server.client.get(pathOf(id));
    await new Promise((resolve) => setTimeout(resolve, 20));

    expect(status).toBe(200);
    expect(hasten.mock.calls).toMatchObject([[{ stream: id, type: 'payment.ask-after' }]]);
    hasten.mockRestore();
  });

  it('does nothing for one that is not', async () => {
    provider.onSubmit = () => succeeded;
    const id = await begun('deposits');
    await ended(server.client, `/v1/deposits/${id}`);
    const hasten = jest.spyOn(server.app.get(Outbox), 'hasten');
    await server.client.get(`/v1/deposits/${id}`);
    await server.client.get(`/v1/flows/${id}`);
    await new Promise((resolve) => setTimeout(resolve, 20));

    expect(hasten).not.toHaveBeenCalled();
    hasten.mockRestore();
  });
});
