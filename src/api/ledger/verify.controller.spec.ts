import { serve, type TestServer } from '../../../test/support/server';
import { VerifyApiModule } from './verify.api.module';

describe('POST /v1/ledger/verify', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await serve({ extra: [VerifyApiModule] });
  });
  afterAll(() => server.stop());

  it('says of every check whether it holds, and how much it looked at', async () => {
    const { status, body } = await server.client.post('/v1/ledger/verify');
    expect(status).toBe(200);
    expect(body['ok']).toBe(true);
    expect(body['checks']).toContainEqual({
      name: 'log-is-hash-chained',
      ok: true,
      checked: 3,
      firstViolation: null,
    });
  });

  it('takes no fields', async () => {
    const { status, body } = await server.client.post('/v1/ledger/verify', { tenant: 'other' });
    expect([status, body['code']]).toEqual([400, 'unknown-field']);
  });
});
