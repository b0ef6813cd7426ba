import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { Client } from '../support/client';
import { EventReader } from '../support/event-reader';
import { ended, serve, type TestServer } from '../support/server';

let server: TestServer;
const readers: EventReader[] = [];
beforeAll(async () => {
  server = await serve();
});
afterEach(async () => {
  await Promise.all(readers.splice(0).map((reader) => reader.leave()));
});
afterAll(() => server.stop());

async function follow(query = '', headers: Record<string, string> = {}, client = server.client) {
  const reader = await EventReader.open(client, query, headers);
  readers.push(reader);
  return reader;
}

async function account(currency = 'EUR'): Promise<string> {
  const { body } = await server.client.post('/v1/accounts', { currency });
  return String(body['id']);
}

async function deposit(accountId: string): Promise<string> {
  const order = { accountId, amount: '10', currency: 'EUR', source: 'sim:success' };
  const { body } = await server.client.post('/v1/deposits', order);
  const id = String(body['id']);
  await ended(server.client, `/v1/deposits/${id}`);
  return id;
}

interface Listed {
  readonly data: readonly Record<string, unknown>[];
  readonly nextCursor: string | null;
}

/** All that the list has for a query. */
async function listed(query: string): Promise<readonly Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: Listed = (
      await server.client.get<Listed>(
        `/v1/events?limit=100${query}${cursor === '' ? '' : `&cursor=${cursor}`}`,
      )
    ).body;
    found.push(...page.data);
    cursor = page.nextCursor;
  }
  return found;
}

const numbers = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

it('is a stream of events that nobody on the way keeps or gathers', async () => {
  const { response } = await follow();
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('x-accel-buffering')).toBe('no');
});

it('tells the log from its beginning, and then what comes, each event once and in order', async () => {
  const fromTheStart = await follow('?after=0');
  const writing = Promise.all(Array.from({ length: 40 }, () => account()));
  const meanwhile = await Promise.all(numbers(0, 9).map(() => follow('?after=0')));
  await writing;
  const late = await follow('?after=0');
  await deposit(await account());
  const all = await listed('');

  for (const reader of [fromTheStart, ...meanwhile, late]) {
    await reader.until(all.length);
    expect(reader.positions).toEqual(numbers(1, all.length));
  }
  expect(late.events).toEqual(all);
  const shown = late.blocks.filter(({ data }) => data !== undefined);
  expect(shown.map(({ id }) => Number(id))).toEqual(late.positions);
  expect(shown.map(({ event }) => event)).toEqual(all.map(({ type }) => type));
});

it('begins with what happens from now on, and says where that is', async () => {
  const { length } = await listed('');
  const reader = await follow();
  await account();
  await reader.until(1);

  expect(reader.blocks[0]).toMatchObject({ id: String(length), data: undefined });
  expect(reader.positions).toEqual([length + 1]);
});

it('goes on after Last-Event-ID, which counts for more than `after`', async () => {
  const { length } = await listed('');
  const reader = await follow('?after=0', { 'last-event-id': String(length - 2) });
  await account();

  await reader.until(3);
  expect(reader.positions).toEqual(numbers(length - 1, length + 1));
});

it('misses nothing and repeats nothing over many breaks', async () => {
  const start = (await listed('')).length;
  const seen: number[] = [];
  let last = String(start);
  for (const broken of numbers(1, 5)) {
    const reader = await follow('', { 'last-event-id': last });
    await Promise.all([account(), account()]);
    await reader.until(1);
    await reader.leave();
    seen.push(...reader.positions);
    last = reader.blocks.at(-1)?.id ?? last;
    expect(seen).toEqual(numbers(start + 1, start + seen.length));
    expect(seen.length).toBeGreaterThanOrEqual(broken);
  }
});

it('shows what the list shows by the same filters', async () => {
  const [own, other] = [await account(), await account()];
  const flow = await deposit(own);
  await deposit(other);
  for (const query of [
    '&type=deposit.*',
    '&type=*.requested',
    '&type=payment.>',
    '&type=*',
    `&flowId=${flow}`,
    `&accountId=${own}`,
    `&accountId=${own}&type=deposit.completed`,
    `&accountId=${other}&flowId=${flow}`,
    '&flowId=dep_1',
    '&type=nobody.knows',
  ]) {
    const expected = await listed(query);
    const reader = await follow(`?after=0${query}`);
    await reader.until(expected.length);
    expect(reader.events).toEqual(expected);
  }
});

it('goes on live with what fits the filter, and nothing else', async () => {
  const own = await account();
  const reader = await follow(`?accountId=${own}&type=deposit.*`);
  await account();
  const flow = await deposit(own);
  const types = (await listed(`&flowId=${flow}&type=deposit.*`)).map(({ type }) => type);
  await reader.until(types.length);

  expect(reader.events.map(({ type }) => type)).toEqual(types);
});

it.each([
  ['?after=x', {}, 'invalid-field'],
  ['?after=-1', {}, 'invalid-field'],
  ['?after=999999999', {}, 'invalid-field'],
  ['?type=a..b', {}, 'invalid-field'],
  ['?limit=5', {}, 'unknown-field'],
  ['?cursor=x', {}, 'unknown-field'],
  ['', { 'last-event-id': 'x' }, 'invalid-field'],
  ['', { 'last-event-id': '' }, 'invalid-field'],
  ['', { 'last-event-id': '1, 2' }, 'invalid-field'],
  ['', { 'last-event-id': '01' }, 'invalid-field'],
  ['', { 'last-event-id': '-1' }, 'invalid-field'],
  ['', { 'last-event-id': '999999999999999' }, 'invalid-field'],
  ['', { 'last-event-id': '9999999999999999' }, 'invalid-field'],
])('%s with %j is refused as %s', async (query, headers, code) => {
  const path = `/v1/events/stream${query}`;
  const { status, body } = await server.client.send('GET', path, undefined, { ...headers });
  expect([status, body['code']]).toEqual([400, code]);
});

it('needs a key, and answers HEAD without a body', async () => {
  const { response } = await follow('', {}, new Client(server.url, 'nobody'));
  expect(response.status).toBe(401);
  const { status, text } = await server.client.send('HEAD', '/v1/events/stream');
  expect([status, text]).toEqual([200, '']);
});

it('ends when its key is revoked, and no other one does', async () => {
  const { body } = await server.client.post('/v1/keys', { name: 'soon lost' });
  const lost = await follow('', {}, new Client(server.url, String(body['key'])));
  const kept = await follow();
  await server.client.send('DELETE', `/v1/keys/${String(body['id'])}`);
  expect(await lost.end).toBe('ended');
  await account();

  await kept.until(2);
  expect(kept.events.map(({ type }) => type)).toEqual(['key.revoked', 'account.opened']);
  expect(lost.events).toEqual([]);
});

it('has no more listeners on its answer than Node takes for a leak, also when the server stops', async () => {
  const stopping = await serve();
  const counts: number[] = [];
  const watch = (began: unknown) => {
    const { response } = began as { readonly response: ServerResponse };
    response.on('newListener', (name) => {
      counts.push(response.listenerCount(name as string) + 1);
    });
  };
  subscribe('http.server.request.start', watch);
  const reader = await EventReader.open(stopping.client, '?after=0');
  unsubscribe('http.server.request.start', watch);
  await reader.until(1);
  await stopping.stop();

  expect(Math.max(...counts)).toBeLessThanOrEqual(EventEmitter.defaultMaxListeners);
});

it('says good-bye when the server stops', async () => {
  const stopping = await serve();
  const readerOf = () => EventReader.open(stopping.client);
  const all = await Promise.all([readerOf(), readerOf(), readerOf()]);
  await stopping.stop();
  expect(await Promise.all(all.map(({ end }) => end))).toEqual(['ended', 'ended', 'ended']);
});
