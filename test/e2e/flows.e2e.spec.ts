import type { Answer } from '../support/client';
import { ended, serve, type TestServer } from '../support/server';

interface EventJson {
  readonly id: string;
  readonly position: number;
  readonly sequence: number;
  readonly type: string;
  readonly occurredAt: string;
  readonly causationId: string;
  readonly flowId?: string | null;
  readonly data: Record<string, unknown>;
}
interface FlowJson {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly events: readonly EventJson[];
  readonly postings: readonly Record<string, string>[];
}
interface ListJson {
  readonly data: readonly EventJson[];
  readonly nextCursor: string | null;
}

const chain = [
  'deposit.requested',
  'conversion.requested',
  'conversion.done',
  'deposit.conversion-done',
  'deposit.validated',
  'payment.initiated',
  'payment.submitted',
  'payment.completed',
  'deposit.completed',
];

let server: TestServer;
let accountId: string;
let depositId: string;

beforeAll(async () => {
  server = await serve();
  accountId = await open('USD');
  await server.client.put('/v1/rates/JPY/USD', { rate: '0.0066613' });
  depositId = await deposit(accountId, '10005', 'JPY', 'sim:success');
  await ended(server.client, `/v1/deposits/${depositId}`);
});
afterAll(() => server.stop());

async function open(currency: string): Promise<string> {
  return String((await server.client.post('/v1/accounts', { currency })).body['id']);
}

async function deposit(
  account: string,
  amount: string,
  currency: string,
  source: string,
): Promise<string> {
  const asked = { accountId: account, amount, currency, source };
  const { body } = await server.client.post('/v1/deposits', asked);
  return String(body['id'] ?? body['flowId']);
}

const flowOf = (id: string): Promise<Answer<FlowJson>> => server.client.get(`/v1/flows/${id}`);
const events = async (query: string): Promise<Answer<ListJson>> =>
  server.client.get<ListJson>(`/v1/events${query}`);
const typesOf = ({ body }: Answer<ListJson>): string[] => body.data.map(({ type }) => type);
const codeOf = ({ status, body }: Answer<unknown>): readonly unknown[] => [
  status,
  (body as { readonly code?: string }).code,
];

describe('a flow', () => {
  it('tells its events in order, and what it posted', async () => {
    const { status, body } = await flowOf(depositId);
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: depositId, kind: 'deposit', status: 'completed' });
    expect(body.events.map(({ type }) => type)).toEqual(chain);
    expect(body.events.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(body.postings).toEqual([
      leg('clearing:simulator', 'debit', '10005', 'JPY'),
      leg('fx', 'credit', '10005', 'JPY'),
      leg('fx', 'debit', '66.64', 'USD'),
      leg(accountId, 'credit', '66.64', 'USD'),
    ]);
  });

  const leg = (account: string, side: string, amount: string, currency: string) => ({
    entryId: expect.stringMatching(/^ent_/),
    account,
    side,
    amount,
    currency,
  });

  it('says of every event what caused it', async () => {
    const { body } = await flowOf(depositId);
    const [first, second] = body.events;
    expect(first?.causationId).toMatch(/^req_/);
    expect(second?.causationId).toBe(first?.id);
    expect(Object.keys(first ?? {})).toEqual(
      expect.arrayContaining(['id', 'position', 'sequence', 'type', 'occurredAt', 'data']),
    );
  });

  it('has a picture of the way that it went', async () => {
    const { status, text, headers } = await server.client.get(`/v1/flows/${depositId}/diagram`);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(text).toContain('flowchart TD');
    for (const [index, type] of chain.entries()) expect(text).toContain(`${index + 1}. ${type}`);
    expect(text).not.toContain('deposit.rejected');
  });

  it('shows in its picture that an answer from outside is awaited', async () => {
    const id = await deposit(accountId, '5.00', 'USD', 'sim:manual');
    const { text } = await server.client.get(`/v1/flows/${id}/diagram`);
    expect(text).toContain('its answer is awaited');
  });

  it('stays readable when it was refused, and posted nothing', async () => {
    const id = await deposit(accountId, '5.000', 'KWD', 'sim:success');
    const { body } = await flowOf(id);
    expect(body).toMatchObject({ status: 'rejected', postings: [] });
    expect(body.events.map(({ type }) => type)).toEqual([
      'deposit.requested',
      'conversion.requested',
      'conversion.failed',
      'deposit.rejected',
    ]);
  });

  it.each([
    'dep_0192f0c1-2345-7abc-8def-0123456789ab',
    'acc_0192f0c1-2345-7abc-8def-0123456789ab',
    'nonsense',
  ])('that does not exist is not found: %s', async (id) => {
    expect(codeOf(await flowOf(id))).toEqual([404, 'not-found']);
    const diagram = await server.client.get(`/v1/flows/${id}/diagram`);
    expect(codeOf(diagram)).toEqual([404, 'not-found']);
    expect(diagram.headers.get('content-type')).toBe('application/problem+json');
  });
});

describe('flow definitions', () => {
  it('are listed, each with its whole chain', async () => {
    const { body } = await server.client.get<{ data: { kind: string; scope: string }[] }>(
      '/v1/flow-definitions',
    );
    expect(body.data.map(({ kind, scope }) => [kind, scope])).toEqual([
      ['deposit', 'business'],
      ['transfer', 'business'],
      ['withdraw', 'business'],
      ['conversion', 'generic'],
      ['payment', 'generic'],
    ]);
  });

  it('name events, ends and rules as the running code has them', async () => {
    const { status, body } = await server.client.get<{
      events: { type: string }[];
      ends: object[];
      commands: { type: string; refuses: { reason: string }[] }[];
    }>('/v1/flow-definitions/deposit');
    expect(status).toBe(200);
    expect(body.events.slice(0, 9).map(({ type }) => type)).toEqual(chain);
    expect(body.ends).toEqual([
      { event: 'deposit.completed', status: 'completed' },
      { event: 'deposit.failed', status: 'failed' },
      { event: 'deposit.rejected', status: 'rejected' },
    ]);
    const validate = body.commands.find(({ type }) => type === 'deposit.validate');
    expect(validate?.refuses.map(({ reason }) => reason)).toEqual([
      'account-frozen',
      'account-closed',
      'below-minimum',
      'limit-exceeded',
      'limit-exceeded',
    ]);
  });

  it('can be had as a picture', async () => {
    const { text, headers } = await server.client.get('/v1/flow-definitions/withdraw/diagram');
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(text).toContain('flowchart TD');
    expect(text).toContain('withdraw.validated<br/>holds the amount');
  });

  it.each(['refund', 'constructor', 'Deposit'])('there is none of the kind %s', async (kind) => {
    expect(codeOf(await server.client.get(`/v1/flow-definitions/${kind}`))).toEqual([
      404,
      'not-found',
    ]);
  });
});

describe('the log of events', () => {
  it('is read page by page, without a gap and without a repetition', async () => {
    const whole = (await events('?limit=100')).body.data.map(({ position }) => position);
    const read: number[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: ListJson = (await events(`?limit=3${cursor && `&cursor=${cursor}`}`)).body;
      read.push(...page.data.map(({ position }) => position));
      cursor = page.nextCursor;
    }
    expect(read).toEqual(whole);
    expect(read).toEqual(read.map((_position, index) => index + 1));
  });

  it('goes on after a position that was seen', async () => {
    const { body } = await events('?after=2&limit=2');
    expect(body.data.map(({ position }) => position)).toEqual([3, 4]);
  });

  it('says which flow an event belongs to, if to any', async () => {
    const { body } = await events('?limit=100');
    const flowIdOf = (type: string) => body.data.find((event) => event.type === type)?.flowId;
    expect(flowIdOf('account.opened')).toBeNull();
    expect(flowIdOf('deposit.requested')).toBe(depositId);
  });

  it.each([
    ['deposit.requested', /^deposit\.requested$/],
    ['deposit.*', /^deposit\.[^.]+$/],
    ['*.requested', /^[^.]+\.requested$/],
    ['conversion.>', /^conversion\./],
    ['*', /./],
    ['>', /./],
  ])('is searched by the pattern %s', async (pattern, expected) => {
    const all = typesOf(await events('?limit=100'));
    const found = typesOf(await events(`?limit=100&type=${encodeURIComponent(pattern)}`));
    expect(found.length).toBeGreaterThan(0);
    expect(found).toEqual(all.filter((type) => expected.test(type)));
  });

  it.each(['nobody.knows', 'deposit.*.*'])('has nothing by the pattern %s', async (pattern) => {
    expect(typesOf(await events(`?type=${pattern}`))).toEqual([]);
  });

  it.each(['', '.', 'deposit.', '>.requested', 'dep*', 'a b', '*.>.x'])(
    'refuses the pattern "%s"',
    async (pattern) => {
      const refused = await events(`?type=${encodeURIComponent(pattern)}`);
      expect(codeOf(refused)).toEqual([400, 'invalid-field']);
    },
  );

  it('is searched by flow and by account', async () => {
    expect(typesOf(await events(`?flowId=${depositId}&limit=100`))).toEqual(chain);
    const ofAccount = typesOf(await events(`?accountId=${accountId}&limit=100`));
    expect(ofAccount).toEqual(expect.arrayContaining(['account.opened', ...chain]));
    const other = await open('EUR');
    expect(typesOf(await events(`?accountId=${other}`))).toEqual(['account.opened']);
  });

  it.each([
    'flowId=dep_0192f0c1-2345-7abc-8def-0123456789ab',
    'flowId=nonsense',
    'accountId=nonsense',
  ])('has nothing for %s', async (query) => {
    const { status, body } = await events(`?${query}`);
    expect([status, body]).toEqual([200, { data: [], nextCursor: null }]);
  });

  it('takes an account for no flow, and a flow for no account', async () => {
    expect(typesOf(await events(`?flowId=${accountId}`))).toEqual([]);
    expect(typesOf(await events(`?accountId=${depositId}`))).toEqual([]);
  });

  it.each([
    ['after=-1', 'invalid-field'],
    ['after=1.5', 'invalid-field'],
    ['after=99999999999999999999', 'invalid-field'],
    ['limit=101', 'invalid-field'],
    ['cursor=forged', 'invalid-cursor'],
    ['position=1', 'unknown-field'],
  ])('refuses ?%s', async (query, code) => {
    expect(codeOf(await events(`?${query}`))).toEqual([400, code]);
  });

  it('does not go on at two places, nor by a cursor of another search', async () => {
    const cursor = String((await events('?limit=1')).body.nextCursor);
    expect(codeOf(await events(`?after=1&cursor=${cursor}`))).toEqual([400, 'invalid-field']);
    const elsewhere = await events(`?type=deposit.*&cursor=${cursor}`);
    expect(codeOf(elsewhere)).toEqual([400, 'invalid-cursor']);
  });

  it('never shows the hash of an API key', async () => {
    const { body } = await events('?type=key.created');
    expect(body.data).toHaveLength(1);
    expect(body.data[0]?.data).toEqual({
      keyId: expect.stringMatching(/^key_/),
      name: 'bootstrap',
      role: 'admin',
    });
  });
});
