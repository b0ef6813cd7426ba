import { Turns } from '../../src/engine/turns';
import type { World } from '../../src/engine/world';
import { aDeadLetter, AT, ids } from '../../src/store/store.fixture';
import { ReadStore } from '../../src/store/store.port';
import { ended, serve, type TestServer } from '../support/server';

let server: TestServer;
let accountId: string;
beforeAll(async () => {
  server = await serve();
  accountId = await made('/v1/accounts', { currency: 'EUR' });
  await fillLists();
});
afterAll(() => server.stop());

interface Listed {
  readonly data: readonly unknown[];
  readonly nextCursor: string | null;
}

const made = async (path: string, body: object): Promise<string> =>
  String((await server.client.post(path, body)).body['id']);

/** At least two things in each list. */
async function fillLists(): Promise<void> {
  const { client } = server;
  const other = await made('/v1/accounts', { currency: 'EUR' });
  for (const name of ['one', 'two']) {
    await made('/v1/keys', { name });
    const deposit = { accountId, amount: '9.00', currency: 'USD', source: 'sim:success' };
    await ended(client, `/v1/deposits/${await made('/v1/deposits', deposit)}`);
    const money = { amount: '1.00', currency: 'EUR' };
    const withdrawal = { ...money, accountId, destination: 'sim:success' };
    await ended(client, `/v1/withdrawals/${await made('/v1/withdrawals', withdrawal)}`);
    await made('/v1/transfers', { ...money, fromAccountId: accountId, toAccountId: other });
  }
  await plantFaults();
}

/** What no call makes: dead letters and anomalies. */
async function plantFaults(): Promise<void> {
  const [tenant] = await server.app.get(ReadStore, { strict: false }).tenants();
  const tenantId = tenant!.id;
  await new Promise<void>((resolve, lost) => {
    const run = (turn: World) => {
      for (let planted = 0; planted < 2; planted++) {
        turn.putLetter(aDeadLetter(tenantId, ids.next('dep')));
        turn.recordAnomaly({
          tenantId,
          id: ids.next('anm'),
          reason: 'contradiction',
          provider: 'simulator',
          paymentId: ids.next('pay'),
          detail: 'Planted.',
          flowId: null,
          createdAt: AT,
        });
      }
      return Promise.resolve(resolve);
    };
    server.app.get(Turns, { strict: false }).add({ wanted: { tenants: [tenantId] }, run, lost });
  });
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
  const ask = <T = Record<string, unknown>>(parameters: string) => {
    const path = list.replace('{id}', accountId);
    return server.client.get<T>(`${path}${path.includes('?') ? '&' : '?'}${parameters}`);
  };

  /** Every page, of so many things each. */
  const pages = async (limit: number): Promise<readonly Listed['data'][]> => {
    const found: Listed['data'][] = [];
    let cursor = '';
    while (found.length < 200) {
      const { data, nextCursor } = (await ask<Listed>(`limit=${limit}${cursor}`)).body;
      found.push(data);
      if (nextCursor === null) return found;
      cursor = `&cursor=${nextCursor}`;
    }
    throw new Error('The list has no end.');
  };

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
    const whole = (await pages(100)).flat();
    expect(whole.length).toBeGreaterThanOrEqual(2);
    // The long ones in a few pages, so that it does not take hundreds of calls.
    const limit = Math.ceil(whole.length / 12);
    const told = await pages(limit);
    expect(told.flat()).toEqual(whole);
    expect(new Set(whole.map((one) => JSON.stringify(one))).size).toBe(whole.length);
    expect(told.length).toBe(Math.ceil(whole.length / limit));
    expect(told.slice(0, -1).filter((page) => page.length !== limit)).toEqual([]);
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
