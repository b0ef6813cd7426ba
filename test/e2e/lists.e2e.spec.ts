import { serve, type TestServer } from '../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await serve();
});
afterAll(() => server.stop());

interface Listed {
  readonly data: readonly unknown[];
  readonly nextCursor: string | null;
}

const lists = [
  '/v1/accounts',
  '/v1/accounts/{id}/entries',
  '/v1/deposits',
  '/v1/withdrawals',
  '/v1/transfers',
  '/v1/events',
  '/v1/flow-definitions',
  '/v1/currencies',
  '/v1/rates?base=EUR',
  '/v1/ledger/accounts',
  '/v1/ledger/fx-positions',
  '/v1/dead-letters',
  '/v1/anomalies',
  '/v1/keys',
];

describe.each(lists)('the list %s', (list) => {
  let path: string;
  beforeAll(async () => {
    const { body } = await server.client.post('/v1/accounts', { currency: 'EUR' });
    path = list.replace('{id}', String(body['id']));
  });

  const ask = (parameters: string) =>
    server.client.get(`${path}${path.includes('?') ? '&' : '?'}${parameters}`);

  it.each(['0', '101', '-1', '1.5', 'ten', '', '1000000000'])(
    'has no page of %j',
    async (limit) => {
      const { status, body } = await ask(`limit=${limit}`);
      expect([status, body['code']]).toEqual([400, 'invalid-field']);
    },
  );

  it.each(['', 'forged', 'x'.repeat(2_000), 'x'.repeat(2_001), 'x'.repeat(9_000), 'a&cursor=b'])(
    'takes no cursor that it has not given',
    async (cursor) => {
      const { status, body } = await ask(`cursor=${cursor}`);
      expect([status, body['code']]).toEqual([400, 'invalid-cursor']);
    },
  );

  it('is told page by page', async () => {
    const { status, body } = await ask('limit=1');
    const { data, nextCursor } = body as unknown as Listed;
    expect(status).toBe(200);
    expect(data.length).toBeLessThanOrEqual(1);
    expect(nextCursor === null || data.length === 1).toBe(true);
  });
});

it.each(['/v1/currencies', '/v1/rates?base=EUR', '/v1/events'])(
  '%s has twenty on a page when nothing is said',
  async (path) => {
    for (let count = 0; count < 20; count++) {
      await server.client.post('/v1/accounts', { currency: 'EUR' });
    }
    const { data, nextCursor } = (await server.client.get<Listed>(path)).body;
    expect(data).toHaveLength(20);
    expect(nextCursor).not.toBeNull();
  },
);
