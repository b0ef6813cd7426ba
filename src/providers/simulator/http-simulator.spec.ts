import { createServer, type RequestListener, type Server } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PaymentId, TenantId } from '../../kernel/ids';
import { moneyOf } from '../../money';
import { openSimulator, type RunningSimulator } from '../open-simulator';
import { paymentProviderConformance } from '../payment-provider.conformance';
import type { PaymentOrder } from '../provider.port';
import { ServerAddress } from '../server-address';
import { HttpSimulatorProvider } from './http-simulator.provider';
import { referenceOf } from './simulated-payment';
import { endpointsHere, simulatorMethods } from './simulator.fixture';
import { signedWebhook } from './simulator.webhooks';
import { WebhookEndpoints } from './webhook-endpoints';

const order: PaymentOrder = {
  tenantId: 'ten_018f0000-0000-7000-8000-000000000001' as TenantId,
  paymentId: 'pay_018f0000-0000-7000-8000-000000000002' as PaymentId,
  key: 'pay_018f0000-0000-7000-8000-000000000002',
  direction: 'out',
  amount: moneyOf('100.00', 'USD'),
  method: 'sim:success',
};

describe('over HTTP', () => {
  let folder: string;
  let simulator: RunningSimulator;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cambist-simulator-'));
    simulator = await openSimulator({
      host: '127.0.0.1',
      port: 0,
      record: join(folder, 'simulator.jsonl'),
    });
  });
  afterAll(async () => {
    await simulator.close();
    rmSync(folder, { recursive: true });
  });

  paymentProviderConformance('simulator on its own', {
    fresh: () => new HttpSimulatorProvider(simulator.url, endpointsHere()),
    methods: simulatorMethods,
    remembers: true,
    webhook: (asked, at) => {
      const secret = endpointsHere().secretFor(asked.tenantId);
      const { paymentId, amount } = asked;
      const { headers, body } = signedWebhook(
        secret,
        {
          type: 'payment.succeeded',
          data: {
            paymentId,
            providerReference: referenceOf(asked),
            amount: amount.amount,
            currency: amount.currency,
            reason: null,
          },
        },
        at,
      );
      return { tenantId: asked.tenantId, headers, body: Buffer.from(body), receivedAt: at };
    },
  });
});

describe('of a call to the simulator', () => {
  let server: Server;
  let asked: { method: string; url: string }[];
  let listener: RequestListener;
  const start = async (say: RequestListener): Promise<HttpSimulatorProvider> => {
    listener = say;
    asked = [];
    server = createServer((request, response) => {
      asked.push({ method: request.method ?? '', url: request.url ?? '' });
      listener(request, response);
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const { port } = server.address() as AddressInfo;
    return new HttpSimulatorProvider(`http://127.0.0.1:${String(port)}`, endpointsHere(), 300);
  };
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const says =
    (status: number, body = '', headers: Record<string, string> = {}): RequestListener =>
    (request, response) => {
      request.resume();
      response.writeHead(status, headers).end(body);
    };
  const good = JSON.stringify({ providerReference: 'r', status: 'succeeded', reason: null });
  const unknown = { kind: 'news', news: { kind: 'unknown' } };
  const tryLater = { kind: 'try-later' };

  it.each<[string, RequestListener]>([
    ['breaks off before the answer', (request) => request.socket.destroy()],
    [
      'breaks off within the answer',
      (request, response) => {
        response.writeHead(200, { 'content-length': '1000' }).write('{"st');
        setTimeout(() => request.socket.destroy(), 20);
      },
    ],
    ['never ends', () => undefined],
    ['is no JSON', says(200, 'hello')],
    ['is another JSON', says(200, '{"status":"succeeded"}')],
    ['is of a payment that was not made', says(200, good.replace('succeeded', 'not-made'))],
    ['is larger than any', says(200, `${good}${' '.repeat(70_000)}`)],
    ['is a 500', says(500, good)],
    ['is a 502 of something in between', says(502, '<html>')],
    ['leads elsewhere', says(302, good, { location: '/elsewhere' })],
    ['is a success without a payment', says(204)],
  ])('leaves open what happened when the answer %s', async (_what, say) => {
    const provider = await start(say);
    expect(await provider.submit(order)).toMatchObject(unknown);
    expect(await provider.find(order)).toMatchObject(unknown);
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST /payments',
      `GET /payments/${order.key}`,
    ]);
  });

  it.each([400, 401, 404, 413, 429, 503])(
    'nothing was made when a submission is answered %i',
    async (status) => {
      const provider = await start(says(status, good));
      expect(await provider.submit(order)).toMatchObject(tryLater);
    },
  );

  it('a key that served another order is the end of this one', async () => {
    const provider = await start(says(409));
    expect(await provider.submit(order)).toMatchObject({
      kind: 'news',
      news: { kind: 'failed', reason: 'key-reused' },
    });
  });

  it('takes a payment for what it is', async () => {
    const provider = await start(says(200, good));
    expect(await provider.submit(order)).toEqual({
      kind: 'news',
      news: { kind: 'succeeded', providerReference: 'r' },
    });
  });

  it('says not-found of a 404 to a question only', async () => {
    const provider = await start(says(404));
    expect(await provider.find(order)).toEqual({ kind: 'not-found' });
  });

  it.each([
    ['nobody listens', (port: number) => `http://127.0.0.1:${String(port)}`],
    ['there is no such host', () => 'http://nowhere.invalid'],
  ])('nothing has arrived where %s', async (_what, url) => {
    await start(says(200));
    const { port } = server.address() as AddressInfo;
    server.close();
    const provider = new HttpSimulatorProvider(url(port), endpointsHere());
    expect(await provider.submit(order)).toMatchObject(tryLater);
    expect(await provider.find(order)).toMatchObject(tryLater);
    expect(await provider.settle(order, { outcome: 'succeeded' })).toMatchObject({
      kind: 'unavailable',
    });
  });

  it('sends nothing before it can say where webhooks go', async () => {
    const provider = await start(says(200, good));
    const { port } = server.address() as AddressInfo;
    const deaf = new HttpSimulatorProvider(
      `http://127.0.0.1:${String(port)}`,
      new WebhookEndpoints(Buffer.alloc(32, 7), new ServerAddress()),
    );
    expect(provider.webhookUrl(order.tenantId)).toMatch(/\/webhooks\/ten_/);
    expect(await deaf.submit(order)).toMatchObject(tryLater);
    expect(asked).toEqual([]);
  });

  it.each([200, 404, 500])('cannot settle when the answer is %i', async (status) => {
    const provider = await start(says(status, '{}'));
    expect(await provider.settle(order, { outcome: 'succeeded' })).toMatchObject({
      kind: 'unavailable',
    });
  });
});
