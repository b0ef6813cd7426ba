import type { PaymentId } from '../../src/kernel/ids';
import { referenceOf } from '../../src/providers/simulator/simulated-payment';
import { signedWebhook } from '../../src/providers/simulator/simulator.webhooks';
import { describeOnPostgres } from '../../src/store/postgres/database.fixture';
import { anotherTenant } from '../support/another-tenant';
import { Client, type Answer } from '../support/client';
import { aPostgresDatabase, type TestDatabase } from '../support/database';
import { ended, serve, type TestServer } from '../support/server';

/** With modules of its own, as another process has them: it reckons by what it has heard itself. */
function serveApart(): typeof serve {
  let apart = serve;
  jest.isolateModules(() => {
    ({ serve: apart } = jest.requireActual<{ serve: typeof serve }>('../support/server'));
  });
  return apart;
}

describeOnPostgres('a currency that is added at one of two instances', () => {
  let database: TestDatabase;
  let servers: readonly TestServer[];
  let one: Client;
  let other: Client;

  beforeAll(async () => {
    database = await aPostgresDatabase();
    const env = { DATABASE_URL: database.url };
    servers = [await serve({ env }), await serveApart()({ env })];
    [one, other] = servers.map(({ client }) => client) as [Client, Client];
  });
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await database.drop();
  });

  const added = async (code: string, exponent: number): Promise<void> => {
    expect((await one.put(`/v1/currencies/${code}`, { exponent })).status).toBe(201);
  };
  const opened = async (client: Client, currency: string): Promise<string> => {
    const { status, body } = await client.post('/v1/accounts', { currency });
    expect(status).toBe(201);
    return body['id'] as string;
  };

  it('may be used at the other one at once', async () => {
    await added('COPPER', 3);
    const account = await opened(other, 'COPPER');
    const order = { accountId: account, amount: '1.5', currency: 'COPPER', source: 'sim:success' };
    const { body } = await other.post('/v1/deposits', order);
    expect(await ended(other, `/v1/deposits/${String(body['id'])}`)).toMatchObject({
      status: 'completed',
      converted: { amount: '1.500', currency: 'COPPER' },
    });
  });

  it('may be asked for at the other one in a path, in a query and in a bulk', async () => {
    const [from, to] = [await opened(other, 'EUR'), await opened(other, 'EUR')];
    await added('IRON', 1);
    expect((await other.put('/v1/rates/IRON/EUR', { rate: '2' })).status).toBe(200);
    await added('STEEL', 1);
    expect((await other.get('/v1/rates?base=STEEL')).status).toBe(200);
    // From here on nothing but the bulk itself tells the other one of it.
    await added('BRASS', 1);
    const sides = { fromAccountId: from, toAccountId: to, amount: '0.1', currency: 'BRASS' };
    const { body } = await other.post('/v1/bulk', {
      items: [{ kind: 'transfer', idempotencyKey: 'brass', ...sides }],
    });
    expect(body).toMatchObject({ results: [{ body: { code: 'unsupported-pair' } }] });
  });

  it('is read at the other one in whatever was made of it here', async () => {
    await added('ZINC', 2);
    const account = await opened(one, 'ZINC');
    const order = { accountId: account, amount: '2.5', currency: 'ZINC', source: 'sim:success' };
    const { body } = await one.post('/v1/deposits', order);
    await ended(one, `/v1/deposits/${String(body['id'])}`);
    const posted = { balance: { posted: '2.50' } };
    expect((await other.get(`/v1/accounts/${account}`)).body).toMatchObject(posted);
    expect((await other.post('/v1/ledger/verify')).body).toMatchObject({ ok: true });
  });

  it('stands in no way of a turn at the other one that does not name it', async () => {
    await added('COBALT', 2);
    const account = await opened(one, 'COBALT');
    const { status, body } = await other.post(`/v1/accounts/${account}/freeze`);
    expect([status, body['status']]).toEqual([200, 'frozen']);
  });

  it('is told of by a webhook to the other one, and its amount understood', async () => {
    await added('NICKEL', 2);
    const account = await opened(one, 'NICKEL');
    const order = { accountId: account, amount: '4', currency: 'NICKEL', source: 'sim:manual' };
    const { body } = await one.post<{ id: string; payment: { id: string } }>('/v1/deposits', order);
    const { body: simulator } = await other.get<{ webhookUrl: string; webhookSecret: string }>(
      '/v1/providers/simulator',
    );
    const webhook = signedWebhook(
      simulator.webhookSecret,
      {
        type: 'payment.succeeded',
        data: {
          paymentId: body.payment.id as PaymentId,
          providerReference: referenceOf({ key: body.payment.id }),
          amount: '4',
          currency: 'NICKEL',
          reason: null,
        },
      },
      new Date().toISOString(),
    );
    const { pathname } = new URL(simulator.webhookUrl);
    const { status } = await fetch(`${other.url}${pathname}`, { method: 'POST', ...webhook });
    expect(Math.floor(status / 100)).toBe(2);
    expect(await ended(one, `/v1/deposits/${body.id}`)).toMatchObject({ status: 'completed' });
    expect((await other.get('/v1/anomalies')).body).toMatchObject({ data: [] });
  });

  it('gets one exponent, whoever asks for which and where at the same time', async () => {
    const theirs = await anotherTenant(servers[0]!);
    const elsewhere = new Client(other.url, theirs.apiKey);
    for (const round of [1, 2, 3, 4, 5]) {
      const put = (client: Client, exponent: number): Promise<Answer> =>
        client.put(`/v1/currencies/RACE${String(round)}`, { exponent });
      const answers = await Promise.all([put(one, 2), put(elsewhere, 3), put(other, 4)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    }
  });
});
