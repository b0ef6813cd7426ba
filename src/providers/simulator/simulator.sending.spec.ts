import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { PaymentId } from '../../kernel/ids';
import type { SignedWebhook } from '../simulator.port';
import { sendWebhook, signedWebhook } from './simulator.webhooks';

const webhook = signedWebhook(
  `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
  {
    type: 'payment.succeeded',
    data: {
      paymentId: 'pay_018f0000-0000-7000-8000-000000000002' as PaymentId,
      providerReference: 'sim_1',
      amount: '100.00',
      currency: 'USD',
      reason: null,
    },
  },
  '2026-11-21T10:00:00.000Z',
);

const send = (url: string, signed: SignedWebhook) => sendWebhook(url, signed, [1, 1]);

describe('sending a webhook', () => {
  let server: Server;
  let url: string;
  let statuses: number[];
  let calls: { headers: IncomingHttpHeaders; body: string }[];

  beforeEach(async () => {
    calls = [];
    server = createServer((request, response) => {
      void text(request).then((body) => {
        calls.push({ headers: request.headers, body });
        response.writeHead(statuses.shift() ?? 200, { location: '/elsewhere' }).end('{}');
      });
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('posts exactly the signed bytes under the signed headers', async () => {
    statuses = [204];
    expect(await send(url, webhook)).toEqual({ kind: 'delivered', status: 204 });
    expect(calls).toEqual([
      { headers: expect.objectContaining(webhook.headers), body: webhook.body },
    ]);
  });

  it('tries again while the receiver is in distress, with the same call', async () => {
    statuses = [503, 429, 200];
    expect(await send(url, webhook)).toEqual({ kind: 'delivered', status: 200 });
    expect(calls.map(({ headers }) => headers['webhook-id'])).toEqual(
      Array(3).fill(webhook.headers['webhook-id']),
    );
  });

  it.each([400, 404, 302])('takes %i for an answer', async (status) => {
    statuses = [status];
    expect(await send(url, webhook)).toEqual({ kind: 'refused', status });
    expect(calls).toHaveLength(1);
  });

  it('gives up after the last attempt, and says so', async () => {
    statuses = [500, 500, 500, 500];
    expect(await send(url, webhook)).toMatchObject({ kind: 'undelivered' });
    expect(calls).toHaveLength(3);
  });

  it('never rejects: not for a closed port, and not for an address that is none', async () => {
    server.close();
    server.closeAllConnections();
    expect(await send(url, webhook)).toMatchObject({ kind: 'undelivered' });
    expect(await send('nowhere', webhook)).toMatchObject({ kind: 'undelivered' });
  });
});
