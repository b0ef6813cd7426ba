import { Client } from '../support/client';
import { serve, type TestServer } from '../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await serve({ env: { RATE_LIMIT: '4' } });
});
afterAll(() => server.stop());

it('refuses a key’s next request, and no idempotency key remembers that', async () => {
  const { body } = await server.client.post('/v1/keys', { name: 'busy', role: 'member' });
  const busy = new Client(server.url, String(body['key']));
  for (let sent = 0; sent < 4; sent++) expect((await busy.get('/v1/accounts')).status).toBe(200);

  const refused = await busy.post('/v1/accounts', { currency: 'EUR' }, 'once');
  expect([refused.status, refused.body['code']]).toEqual([429, 'too-many-requests']);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);

  const done = await server.client.post('/v1/accounts', { currency: 'EUR' }, 'once');
  expect([done.status, done.headers.get('idempotent-replayed')]).toEqual([201, null]);
});

it('answers whoever asks after its health', async () => {
  const stranger = new Client(server.url, 'nobody');
  for (let asked = 0; asked < 6; asked++) {
    expect((await stranger.get('/livez')).status).toBe(200);
    expect((await stranger.get('/readyz')).status).toBe(200);
  }
});
