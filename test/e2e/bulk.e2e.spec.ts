import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Turns } from '../../src/engine/turns';
import { AuditStore, Outbox, ReadStore } from '../../src/store/store.port';
import { Client, type Answer } from '../support/client';
import { ended, serve, type TestServer } from '../support/server';
import { anotherTenant } from '../support/another-tenant';

interface Result {
  readonly idempotencyKey: string;
  readonly status: number;
  readonly replayed: boolean;
  readonly location: string | null;
  readonly body: Readonly<Record<string, unknown>>;
}
interface BulkJson {
  readonly atomic: boolean;
  readonly refused: number;
  readonly unknown: number;
  readonly results: readonly Result[];
  readonly code?: string;
  readonly errors?: readonly { readonly pointer: string }[];
}

/** Sends items also that are not as the document says: these are refused one by one, in a 200. */
class Careless extends Client {
  protected override async hold(): Promise<void> {}
}

let server: TestServer;
let careless: Careless;
let rich: string;
let poor: string;
beforeAll(async () => {
  server = await serve();
  careless = new Careless(server.url, server.client.apiKey);
  rich = await account({ overdraft: '100000.00' });
  poor = await account();
});
afterAll(() => server.stop());

async function account(more: object = {}): Promise<string> {
  const { body } = await server.client.post('/v1/accounts', { currency: 'EUR', ...more });
  return String(body['id']);
}

const sent = (items: readonly object[], more: object = {}): Promise<Answer<BulkJson>> =>
  server.client.post<BulkJson>('/v1/bulk', { items, ...more });

const atomic = { atomic: true };

const transfer = (
  fromAccountId: string,
  toAccountId: string,
  amount: string,
  key: string = randomUUID(),
) => ({
  kind: 'transfer',
  idempotencyKey: key,
  fromAccountId,
  toAccountId,
  amount,
  currency: 'EUR',
});
const paid = (accountId: string, amount: string) => ({
  idempotencyKey: randomUUID(),
  accountId,
  amount,
  currency: 'EUR',
});
const withdrawal = (accountId: string, amount: string, more: object = {}) => ({
  kind: 'withdraw',
  destination: 'sim:success',
  ...paid(accountId, amount),
  ...more,
});
const deposit = (accountId: string, amount: string, more: object = {}) => ({
  kind: 'deposit',
  source: 'sim:success',
  ...paid(accountId, amount),
  ...more,
});

const statusesOf = ({ body }: Answer<BulkJson>) => body.results.map(({ status }) => status);
const codesOf = ({ body }: Answer<BulkJson>) => body.results.map((result) => result.body['code']);

const posted = async (id: string): Promise<unknown> =>
  (await server.client.get<{ balance: { posted: string } }>(`/v1/accounts/${id}`)).body.balance
    .posted;

/** Everything that is stored once no payment is under way, and the end of our log. */
async function state(): Promise<string> {
  const outbox = server.app.get(Outbox, { strict: false });
  const turns = server.app.get(Turns, { strict: false });
  do {
    await new Promise((resolve) => setTimeout(resolve, 10));
    await turns.idle();
  } while ((await outbox.depth(Date.now())).tasks > 0);
  const audit = server.app.get(AuditStore, { strict: false });
  const lines: string[] = [];
  for await (const line of audit.dumpProjections()) lines.push(line);
  const [tenant] = await server.app.get(ReadStore, { strict: false }).tenants();
  if (tenant) lines.push(JSON.stringify(await audit.head(tenant.id)));
  return lines.join('\n');
}

/** The single call of an item. */
function alone({ idempotencyKey, ...item }: ReturnType<typeof transfer>): Promise<Answer> {
  const body = { ...item, kind: undefined };
  return careless.post('/v1/transfers', body, idempotencyKey);
}

describe('a bulk', () => {
  it('does deposits, withdrawals and transfers, each with its own result, in their order', async () => {
    const to = await account();
    const items = [
      deposit(to, '5.00'),
      transfer(rich, to, '3.00'),
      withdrawal(rich, '2.00'),
      withdrawal(rich, '1.00', { kind: 'withdrawal' }),
    ];
    const { status, body, headers } = await sent(items);
    expect([status, body.atomic, body.refused, body.unknown]).toEqual([200, false, 0, 0]);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(body.results.map(({ idempotencyKey }) => idempotencyKey)).toEqual(
      items.map(({ idempotencyKey }) => idempotencyKey),
    );
    expect(body.results.map((result) => result.body['object'])).toEqual([
      'deposit',
      'transfer',
      'withdrawal',
      'withdrawal',
    ]);
    for (const { location, body: made } of body.results) {
      expect(await ended(server.client, String(location))).toMatchObject({
        id: made['id'],
        status: 'completed',
      });
    }
    expect(await posted(to)).toBe('8.00');
  });

  it('goes on after an item that is refused, and each is judged over those before it', async () => {
    const [middle, end] = [await account(), await account()];
    const answer = await sent([
      transfer(rich, middle, '10.00'),
      transfer(poor, end, '1.00'),
      transfer(middle, end, '8.00'),
      transfer(middle, end, '3.00'),
    ]);
    expect(statusesOf(answer)).toEqual([201, 422, 201, 422]);
    expect(answer.body.refused).toBe(2);
    expect(codesOf(answer)[3]).toBe('insufficient-funds');
    const { flowId } = answer.body.results[1]?.body ?? {};
    expect((await server.client.get(`/v1/transfers/${String(flowId)}`)).body).toMatchObject({
      status: 'rejected',
    });
    expect([await posted(middle), await posted(end)]).toEqual(['2.00', '8.00']);
  });

  it('refuses an item that its single call would refuse, in the words of that call', async () => {
    const good = transfer(rich, poor, '1.00');
    const { body: nobodys } = await careless.post<BulkJson>('/v1/bulk', {
      items: [
        { ...good, idempotencyKey: 'w1', amount: '1.001' },
        { ...good, idempotencyKey: 'w2', colour: 'red' },
        { ...good, idempotencyKey: 'w3', toAccountId: rich },
        { ...good, idempotencyKey: 'w4', toAccountId: 'acc_0192f0c1-2345-7abc-8def-0123456789ab' },
        { ...good, idempotencyKey: 'w5', toAccountId: 'x' },
        { ...deposit(poor, '1.00'), idempotencyKey: 'w6', source: 'nobody:knows' },
        { kind: 'transfer', idempotencyKey: 'w7' },
        { ...good, idempotencyKey: 'w8' },
      ],
    });
    expect(nobodys.results.map(({ status, body }) => [status, body['code']])).toEqual([
      [400, 'amount-precision'],
      [400, 'unknown-field'],
      [400, 'same-account'],
      [404, 'not-found'],
      [404, 'not-found'],
      [400, 'invalid-field'],
      [400, 'invalid-field'],
      [201, undefined],
    ]);
    const pointers = nobodys.results.map(({ body }) =>
      (body['errors'] as BulkJson['errors'])?.map(({ pointer }) => pointer),
    );
    expect(pointers[0]).toEqual(['/items/0/amount']);
    expect(pointers[1]).toEqual(['/items/1/colour']);
    expect(pointers[5]).toEqual(['/items/5/source']);
    expect(pointers[6]).toContain('/items/6/fromAccountId');
    expect(nobodys.results[0]?.body['instance']).toBe('/v1/transfers');
  });

  it.each([
    ['no items', {}, 'invalid-field', '/items'],
    ['an empty list', { items: [] }, 'invalid-field', '/items'],
    ['what is no item', { items: ['x'] }, 'invalid-field', '/items/0'],
    [
      'another kind',
      { items: [{ kind: 'gift', idempotencyKey: 'a' }] },
      'invalid-field',
      '/items/0/kind',
    ],
    [
      'no key',
      { items: [{ kind: 'transfer' }] },
      'idempotency-key-invalid',
      '/items/0/idempotencyKey',
    ],
    [
      'a key that is none',
      { items: [{ kind: 'transfer', idempotencyKey: 'a b' }] },
      'idempotency-key-invalid',
      '/items/0/idempotencyKey',
    ],
    [
      'atomic as text',
      { atomic: 'true', items: [{ kind: 'transfer', idempotencyKey: 'a' }] },
      'invalid-field',
      '/atomic',
    ],
    [
      'another field',
      { items: [{ kind: 'transfer', idempotencyKey: 'a' }], colour: 1 },
      'unknown-field',
      '/colour',
    ],
  ])('with %s is refused whole', async (_name, body, code, pointer) => {
    const answer = await server.client.post<BulkJson>('/v1/bulk', body);
    expect([answer.status, answer.body.code]).toEqual([400, code]);
    expect(answer.body.errors?.map((error) => error.pointer)).toContain(pointer);
  });

  it('with one key for two items of a kind is refused whole, before anything is done', async () => {
    const before = await state();
    const answer = await sent([
      transfer(rich, poor, '1.00', 'twice'),
      deposit(poor, '1.00', { idempotencyKey: 'twice' }),
      transfer(rich, poor, '2.00', 'twice'),
    ]);
    expect([answer.status, answer.body.code]).toEqual([400, 'idempotency-key-invalid']);
    expect(answer.body.errors?.map(({ pointer }) => pointer)).toEqual(['/items/2/idempotencyKey']);
    expect(await state()).toBe(before);
  });

  it('needs a key, and takes one of a member', async () => {
    const stranger = await new Client(server.url, 'nobody').post('/v1/bulk', { items: [] });
    expect(stranger.status).toBe(401);
    const { body } = await server.client.post('/v1/keys', { name: 'till', role: 'member' });
    const member = new Client(server.url, String(body['key']));
    const { status } = await member.post('/v1/bulk', { items: [transfer(rich, poor, '1.00')] });
    expect(status).toBe(200);
  });

  it('that is tried out leaves nothing, and each item sees those before it', async () => {
    const to = await account();
    const before = await state();
    const items = [
      transfer(rich, to, '10.00'),
      transfer(to, poor, '10.00'),
      transfer(to, poor, '0.01'),
    ];
    const tried = await server.client.post<BulkJson>('/v1/bulk?dryRun=true', { items });
    expect(statusesOf(tried)).toEqual([200, 200, 422]);
    expect(tried.body.results[0]?.body).toMatchObject({ dryRun: true });
    expect(tried.body.results[2]?.body).not.toHaveProperty('flowId');
    const bound = await server.client.post<BulkJson>('/v1/bulk?dryRun=true', { items, ...atomic });
    expect(codesOf(bound)).toEqual(['not-done', 'not-done', 'insufficient-funds']);
    expect(await state()).toBe(before);
  });
});

describe('the key of an item is the key of its single call, which', () => {
  it('answers the same, byte for byte, when it comes later', async () => {
    const item = transfer(rich, poor, '4.00');
    const { text } = await sent([item]);
    const single = await alone(item);
    expect(single.headers.get('idempotent-replayed')).toBe('true');
    expect(text).toContain(`"body":${single.text}}`);
    expect(text).toContain(`"location":"${String(single.headers.get('location'))}"`);
  });

  it('has answered the item when it came first', async () => {
    const item = transfer(poor, rich, '4000.00');
    const single = await alone(item);
    expect(single.status).toBe(422);
    const { body, text } = await sent([item]);
    expect(body.results[0]).toMatchObject({ status: 422, replayed: true });
    expect(text).toContain(`"body":${single.text}}`);
  });

  it('was used for another body', async () => {
    const item = transfer(rich, poor, '4.00');
    await alone(item);
    const answer = await sent([{ ...item, amount: '5.00' }]);
    expect([statusesOf(answer), codesOf(answer)]).toEqual([[422], ['idempotency-key-reused']]);
  });

  it('is replayed with the whole bulk: nothing happens twice', async () => {
    const to = await account();
    const items = [transfer(rich, to, '1.00'), transfer(to, rich, '5.00'), deposit(to, '7.00')];
    const first = await sent(items);
    const second = await sent(items);
    expect(second.body.results).toEqual(
      first.body.results.map((result) => ({ ...result, replayed: true })),
    );
    expect(statusesOf(second)).toEqual([201, 422, 201]);
  });
});

describe('an atomic bulk', () => {
  it('does all of it, each item over what those before it have left', async () => {
    const [middle, end] = [await account(), await account()];
    const items = [transfer(rich, middle, '10.00'), transfer(middle, end, '10.00')];
    const answer = await sent(items, atomic);
    expect([answer.body.atomic, answer.body.refused]).toEqual([true, 0]);
    expect(statusesOf(answer)).toEqual([201, 201]);
    expect([await posted(middle), await posted(end)]).toEqual(['0.00', '10.00']);

    const again = await sent(items, atomic);
    expect(again.body.results).toEqual(
      answer.body.results.map((result) => ({ ...result, replayed: true })),
    );
    expect(await posted(end)).toBe('10.00');
  });

  it('brings what it pays to its end', async () => {
    const answer = await sent([withdrawal(rich, '1.00'), deposit(rich, '1.00')], atomic);
    for (const { location } of answer.body.results) {
      expect(await ended(server.client, String(location))).toMatchObject({ status: 'completed' });
    }
  });

  it('keeps nothing when one is refused: no flow, no money, no event and no key', async () => {
    const to = await account();
    const items = [
      transfer(rich, to, '10.00'),
      transfer(poor, to, '90000.00'),
      withdrawal(rich, '1.00'),
    ] as const;
    const before = await state();
    const answer = await sent(items, atomic);
    expect(answer.body.refused).toBe(3);
    expect(statusesOf(answer)).toEqual([424, 422, 424]);
    expect(codesOf(answer)).toEqual(['not-done', 'insufficient-funds', 'not-done']);
    expect(answer.body.results[1]?.body).toMatchObject({ retry: 'same-key' });
    expect(answer.body.results[1]?.body).not.toHaveProperty('flowId');
    expect(answer.body.results.map(({ location }) => location)).toEqual([null, null, null]);
    expect(await state()).toBe(before);

    const mended = await sent([items[0], items[2]], atomic);
    expect(statusesOf(mended)).toEqual([201, 201]);
    const single = await alone(items[1]);
    expect([single.status, single.headers.get('idempotent-replayed')]).toEqual([422, null]);
  });

  it('names all that are refused, also where one cannot even be read', async () => {
    const before = await state();
    const { body } = await careless.post<BulkJson>('/v1/bulk', {
      atomic: true,
      items: [
        transfer(rich, poor, '1.00'),
        { ...transfer(rich, poor, '1.00'), amount: 1 },
        transfer(poor, rich, '90000.00'),
      ],
    });
    expect(body.results.map((result) => result.body['code'])).toEqual([
      'not-done',
      'invalid-amount',
      'insufficient-funds',
    ]);
    expect(await state()).toBe(before);
  });

  it('that falls says of what was done before that it was', async () => {
    const done = transfer(rich, poor, '1.00');
    const single = await alone(done);
    const answer = await sent([done, transfer(poor, rich, '90000.00')], atomic);
    expect(answer.body.results[0]).toMatchObject({ status: 201, replayed: true });
    expect(answer.body.results[0]?.body).toEqual(single.body);
  });
});

describe('another tenant', () => {
  let stranger: Client;
  let theirs: string;
  let theirOther: string;
  beforeAll(async () => {
    stranger = await anotherTenant(server);
    const opened = async () =>
      String(
        (await stranger.post('/v1/accounts', { currency: 'EUR', overdraft: '9.00' })).body['id'],
      );
    [theirs, theirOther] = [await opened(), await opened()];
  });

  it.each([
    ['one by one', {}],
    ['atomic', atomic],
  ])('has accounts that no item finds, %s', async (_how, more) => {
    const { body: quote } = await stranger.post('/v1/quotes', {
      from: 'EUR',
      to: 'USD',
      amount: '1.00',
    });
    const before = await state();
    const naming = (theirAccount: string, quoteId: unknown) => [
      transfer(theirAccount, rich, '1.00'),
      transfer(rich, theirAccount, '1.00'),
      deposit(theirAccount, '1.00'),
      withdrawal(theirAccount, '1.00'),
      { ...transfer(rich, poor, '1.00'), quoteId },
    ];
    const answer = await sent(naming(theirs, quote['id']), more);
    expect(statusesOf(answer)).toEqual([404, 404, 404, 404, 404]);
    // In the very words in which it is told of what nobody has.
    const nobodys = naming(
      'acc_0192f0c1-2345-7abc-8def-0123456789ab',
      'quo_0192f0c1-2345-7abc-8def-0123456789ab',
    );
    expect(answer.body.results.map(({ body }) => body)).toEqual(
      (await sent(nobodys, more)).body.results.map(({ body }) => body),
    );
    expect(await state()).toBe(before);
  });

  it('uses the same keys at the same time for its own items', async () => {
    const [mine, their] = await Promise.all([
      sent([transfer(rich, poor, '1.00', 'shared')]),
      stranger.post<BulkJson>('/v1/bulk', {
        items: [transfer(theirs, theirOther, '1.00', 'shared')],
      }),
    ]);
    expect([mine, their].map(({ body }) => body.results)).toMatchObject([
      [{ status: 201, replayed: false, body: { fromAccountId: rich } }],
      [{ status: 201, replayed: false, body: { fromAccountId: theirs } }],
    ]);
    const found = await Promise.all(
      [mine, their].map(({ body }) => stranger.get(String(body.results[0]?.location))),
    );
    expect(found.map(({ status }) => status)).toEqual([404, 200]);
  });
});

describe('before the body is read', () => {
  const open: Socket[] = [];
  afterEach(() => {
    for (const socket of open.splice(0)) socket.destroy();
  });

  /** Says that a large body will come, and sends none of it; what is answered all the same. */
  function announced(apiKey: string): Promise<string> {
    const { port } = new URL(server.url);
    const socket = connect(Number(port), '127.0.0.1');
    open.push(socket);
    socket.on('error', () => undefined);
    socket.write(
      `POST /v1/bulk HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${apiKey}\r\n` +
        'Content-Type: application/json\r\nContent-Length: 2000000\r\n\r\n',
    );
    return once(socket, 'data').then(([bytes]) => String(bytes));
  }

  it('a stranger is turned away', async () => {
    expect(await announced('nobody')).toMatch(/^HTTP\/1\.1 401 /);
  });

  it('the seventeenth at one time is asked to come again', async () => {
    const answers: string[] = [];
    for (let asked = 0; asked < 17; asked++) {
      void announced(server.client.apiKey).then((answer) => answers.push(answer));
    }
    while (answers.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(answers[0]).toMatch(/^HTTP\/1\.1 503 /);
    expect(answers[0]).toContain('"code":"overloaded"');
    expect(answers).toHaveLength(1);
    for (const socket of open) socket.destroy();
    const later = async () => (await sent([transfer(rich, poor, '1.00')])).status;
    for (let tried = 0; tried < 100 && (await later()) === 503; tried++);
    expect(await later()).toBe(200);
  });
});

// At the end: the more there is, the longer it takes to compare all of it.
describe('a large bulk', () => {
  it('has as many as a thousand items, and no more', async () => {
    const [to, key] = [await account(), randomUUID()];
    const items = Array.from({ length: 1_001 }, (_, at) =>
      transfer(rich, to, '0.01', `${key}-${at}`),
    );
    const tooMany = await sent(items);
    expect([tooMany.status, tooMany.body.code]).toEqual([400, 'invalid-field']);
    expect(await posted(to)).toBe('0.00');

    const all = await sent(items.slice(1));
    expect([all.status, all.body.refused, all.body.results.length]).toEqual([200, 0, 1_000]);
    expect(await posted(to)).toBe('10.00');
    const again = await sent(items.slice(1), atomic);
    expect(again.body.results.every(({ replayed }) => replayed)).toBe(true);
    expect(await posted(to)).toBe('10.00');
  });

  it('may have 2 MiB, of somebody who has a key', async () => {
    const metadata = Object.fromEntries(
      Array.from({ length: 40 }, (_, at) => [`note-${at}`, 'x'.repeat(450)]),
    );
    const items = Array.from({ length: 80 }, () => ({
      ...transfer(rich, poor, '0.01'),
      metadata,
    }));
    const large = await sent(items, { atomic: true });
    expect([large.status, large.body.refused]).toEqual([200, 0]);
    const tooLarge = await careless.post('/v1/bulk', { items, x: 'x'.repeat(2 ** 20) });
    expect([tooLarge.status, tooLarge.body['code']]).toEqual([413, 'body-too-large']);
  });
});

it('leaves the books in order', async () => {
  expect((await server.client.post('/v1/ledger/verify')).body).toMatchObject({ ok: true });
});
