import { randomUUID } from 'node:crypto';
import { Client, type Answer } from '../support/client';
import { aDatabase, type TestDatabase } from '../support/database';
import { ServerProcess } from '../support/process';

/**
 * The real process is killed under load, again and again, on one database. In between, and at
 * the end, what the client was told is compared with what the server says: exactly.
 */
const ROUNDS = 25;
const CLIENTS = 8;
/** How long a round lasts before the kill (ms): somewhere in between, so that no phase is safe. */
const shortest = 60;
const longest = 350;

const API_KEY = 'cbk_crash_test';
const ACCOUNTS = 4;
const FUNDS = 1_000_000;

interface Sent {
  readonly key: string;
  readonly path: string;
  readonly body: Readonly<Record<string, string>>;
  /** What came back; undefined while it is not known. */
  answer?: Answer;
}

let database: TestDatabase;
let server: ServerProcess;
let client: Client;
let accounts: string[];
const sent: Sent[] = [];

const start = async (): Promise<void> => {
  server = await ServerProcess.start({
    DATABASE_URL: database.url,
    MASTER_KEY: Buffer.alloc(32, 9).toString('base64'),
    BOOTSTRAP_API_KEY: API_KEY,
  });
  client = new Client(server.url, API_KEY);
};

const anyOf = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)] as T;

/** A call that a customer might make; the methods make some of them fail, or stay pending. */
function nextCall(): Sent {
  const amount = `${String(1 + Math.floor(Math.random() * 900))}.${String(10 + Math.floor(Math.random() * 89))}`;
  const [from, to] = [anyOf(accounts), anyOf(accounts)];
  const method = anyOf(['sim:success', 'sim:success', 'sim:decline']);
  const common = { amount, currency: anyOf(['USD', 'EUR']) };
  const calls: Pick<Sent, 'path' | 'body'>[] = [
    { path: '/v1/deposits', body: { accountId: from, source: method, ...common } },
    { path: '/v1/withdrawals', body: { accountId: from, destination: method, ...common } },
    { path: '/v1/transfers', body: { fromAccountId: from, toAccountId: to, ...common } },
  ];
  return { key: randomUUID(), ...anyOf(calls.slice(0, from === to ? 2 : 3)) };
}

async function call(one: Sent): Promise<Answer | undefined> {
  try {
    return await client.post(one.path, one.body, one.key);
  } catch {
    return undefined;
  }
}

async function load(until: { isOver: boolean }): Promise<void> {
  while (!until.isOver) {
    const one = nextCall();
    sent.push(one);
    const answer = await call(one);
    if (answer !== undefined) one.answer = answer;
  }
}

beforeAll(async () => {
  database = await aDatabase();
  await start();
  await client.put('/v1/rates/USD/EUR', { rate: '0.92' });
  accounts = [];
  for (let made = 0; made < ACCOUNTS; made++) {
    const overdraft = `${String(FUNDS)}.00`;
    const { body } = await client.post('/v1/accounts', { currency: 'EUR', overdraft });
    accounts.push(body['id'] as string);
  }
});

afterAll(async () => {
  await server.kill();
  await database.drop();
});

it(
  `loses nothing and doubles nothing when it is killed ${String(ROUNDS)} times`,
  async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const until = { isOver: false };
      const clients = Array.from({ length: CLIENTS }, () => load(until));
      const pause = shortest + Math.random() * (longest - shortest);
      await new Promise((resolve) => setTimeout(resolve, pause));
      await server.kill();
      until.isOver = true;
      await Promise.all(clients);
      await start();
      await sendUnknownAgain();
    }

    await everyAnswerIsRepeated();
    await everyFlowEnds();
    await balancesAreExact();
    await theLogIsWhole();
    // An engine that refuses everything would lose nothing either.
    const succeeded = sent.filter(({ answer }) => answer?.status === 201);
    expect(succeeded.length).toBeGreaterThan(ROUNDS);
  },
  10 * 60_000,
);

/** A call that was not answered is sent again under its key, and tells the truth then. */
async function sendUnknownAgain(): Promise<void> {
  for (const one of sent.filter(({ answer }) => answer === undefined)) {
    const answer = await call(one);
    if (answer !== undefined) one.answer = answer;
  }
  expect(sent.filter(({ answer }) => answer === undefined)).toEqual([]);
}

/** The same key gives the same answer, after however many restarts. */
async function everyAnswerIsRepeated(): Promise<void> {
  const statuses = new Set(sent.map(({ answer }) => answer?.status));
  expect([...statuses].every((status) => status === 201 || status === 422)).toBe(true);
  for (const one of sent) {
    const again = await call(one);
    expect([again?.status, again?.text, again?.headers.get('idempotent-replayed')]).toEqual([
      one.answer?.status,
      one.answer?.text,
      'true',
    ]);
  }
}

interface Flow {
  readonly id: string;
  readonly status: string;
  readonly accountId?: string;
  readonly fromAccountId?: string;
  readonly toAccountId?: string;
  readonly converted?: { readonly amount: string };
  readonly debited?: { readonly amount: string };
  readonly credited?: { readonly amount: string };
}

async function listed(path: string): Promise<Flow[]> {
  const all: Flow[] = [];
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { body } = await client.get<{ data: Flow[]; nextCursor: string | null }>(
      `${path}?limit=100${query}`,
    );
    all.push(...body.data);
    cursor = body.nextCursor;
  } while (cursor !== null);
  return all;
}

const flowLists = ['/v1/deposits', '/v1/withdrawals', '/v1/transfers'] as const;

/** One flow for each key that was told of one, and each at its end. */
async function everyFlowEnds(): Promise<void> {
  const deadline = Date.now() + 30_000;
  let pending: Flow[];
  let flows: Flow[];
  do {
    flows = (await Promise.all(flowLists.map(listed))).flat();
    pending = flows.filter(({ status }) => status === 'pending');
  } while (pending.length > 0 && Date.now() < deadline);
  expect(pending).toEqual([]);

  const told = sent.map(({ answer }) => (answer?.body['flowId'] ?? answer?.body['id']) as string);
  expect(new Set(told).size).toBe(sent.length);
  expect(flows.map(({ id }) => id).sort()).toEqual([...told].sort());
}

/** In minor units, from the flows that completed: an account holds their sum and nothing else. */
async function balancesAreExact(): Promise<void> {
  const cents = (amount = '0.00'): bigint => BigInt(amount.replace('.', ''));
  const expected = new Map(accounts.map((id) => [id, 0n]));
  const book = (id: string | undefined, change: bigint): void => {
    expected.set(id ?? '', (expected.get(id ?? '') ?? 0n) + change);
  };
  const completed = async (path: string): Promise<Flow[]> =>
    (await listed(path)).filter(({ status }) => status === 'completed');
  for (const flow of await completed('/v1/deposits')) {
    book(flow.accountId, cents(flow.converted?.amount));
  }
  for (const flow of await completed('/v1/withdrawals')) {
    book(flow.accountId, -cents(flow.converted?.amount));
  }
  for (const flow of await completed('/v1/transfers')) {
    book(flow.fromAccountId, -cents(flow.debited?.amount));
    book(flow.toAccountId, cents(flow.credited?.amount));
  }
  for (const id of accounts) {
    const { body } = await client.get<{ balance: { posted: string; held: string } }>(
      `/v1/accounts/${id}`,
    );
    expect([id, cents(body.balance.posted), body.balance.held]).toEqual([
      id,
      expected.get(id),
      '0.00',
    ]);
  }
}

async function theLogIsWhole(): Promise<void> {
  const { status, body } = await client.post<{ ok: boolean; checks: unknown[] }>(
    '/v1/ledger/verify',
  );
  expect([status, body.ok]).toEqual([200, true]);
}
