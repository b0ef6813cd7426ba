import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import { blocksOf, type Block } from '../../../test/support/event-reader';
import { ids, Stage } from '../../../test/support/stage';
import type { KeyId } from '../../kernel/ids';
import { anEvent, changing, nothingWanted } from '../../store/store.fixture';
import { Peers, TurnStore } from '../../store/store.port';
import { CreateKeyCommand, RevokeKeyCommand } from '../../tenancy/tenancy.messages';
import { touching } from '../../engine/order';
import { EventStreams, STREAM_LIMITS, type StreamAsked, type StreamLimits } from './event-streams';

const limits: StreamLimits = { ofOneKey: 3, inAll: 5, heartbeat: 40, stalled: 60 };

let stage: Stage;
let streams: EventStreams;
let news: () => void;
const connections: PassThrough[] = [];
beforeEach(async () => {
  stage = await Stage.open({
    providers: [
      EventStreams,
      { provide: STREAM_LIMITS, useValue: limits },
      { provide: Peers, useValue: { onNews: (look: () => void) => (news = look) } },
    ],
  });
  streams = stage.module.get(EventStreams);
});
afterEach(async () => {
  for (const connection of connections.splice(0)) connection.destroy();
  await stage.close();
});

function connect(): PassThrough {
  const connection = new PassThrough();
  connections.push(connection);
  return connection;
}

const key = (): KeyId => ids.next('key');

const begin = ({ of = stage, keyId = key(), ...asked }: Partial<StreamAsked> & Who = {}) =>
  streams.begin({
    caller: { tenantId: of.tenantId, keyId, role: 'member' },
    chosen: {},
    after: undefined,
    connection: connect(),
    ...asked,
  });

interface Who {
  readonly of?: Stage;
  readonly keyId?: KeyId;
}

/** Takes blocks until one is as it is waited for. */
async function take(body: Readable, isLast: (block: Block) => boolean): Promise<Block[]> {
  const taken: Block[] = [];
  for await (const block of blocksOf(body)) {
    taken.push(block);
    if (isLast(block)) break;
  }
  return taken;
}

const length = async (of = stage): Promise<number> => (await of.audit.head(of.tenantId)).position;

describe('a stream on which nothing happens', () => {
  it('is kept open by comments', async () => {
    let comments = 0;
    const taken = await take(await begin(), ({ isComment }) => isComment && ++comments === 3);
    expect(taken.slice(1).every(({ isComment, data }) => isComment && data === undefined)).toBe(
      true,
    );
  });

  it('remembers how far the log was looked through, though nothing was for its reader', async () => {
    const body = await begin({ chosen: { types: ['nobody.knows'] }, after: 0 });
    await Promise.all([stage.openAccount('EUR'), stage.openAccount('EUR')]);
    const end = String(await length());
    const taken = await take(body, ({ isComment, id }) => isComment && id === end);
    expect(taken.at(-1)).toEqual({ id: end, event: undefined, data: undefined, isComment: true });
    expect(taken.filter(({ data }) => data !== undefined)).toEqual([]);
  });
});

it('shows what another process has committed, of which there was no signal', async () => {
  const body = await begin();
  const stream = { kind: 'account' as const, id: ids.next('acc') };
  await stage.module
    .get(TurnStore, { strict: false })
    .turn(nothingWanted, async () => changing({ events: [anEvent(stage.tenantId, stream, 1)] }));
  const taken = await take(body, ({ event }) => event !== undefined);
  expect(taken.at(-1)).toMatchObject({ event: 'account.happened' });
});

it('looks at once when another instance has news', async () => {
  await begin();
  const looks = jest.spyOn(stage.audit, 'head');
  news();
  expect(looks).toHaveBeenCalledTimes(1);
});

it('shows nobody the events of another tenant, nor where its log ends', async () => {
  const other = await stage.anotherTenant();
  await Promise.all(Array.from({ length: 5 }, () => stage.openAccount('EUR')));
  const body = await begin({ of: other, after: 0 });
  await stage.openAccount('USD');
  await other.openAccount('JPY');
  const taken = await take(body, ({ event }) => event === 'account.opened');

  expect(taken.map(({ id }) => id)).toEqual(['0', '1', '2']);
  expect(taken.at(-1)?.data).toMatchObject({ data: { currency: 'JPY' } });
  await expect(begin({ of: other, after: 3 })).rejects.toMatchObject({ code: 'invalid-field' });
});

it('tells a long log page by page, to the last event', async () => {
  await Promise.all(Array.from({ length: 130 }, () => stage.openAccount('EUR')));
  const end = String(await length());
  const taken = await take(await begin({ after: 0 }), ({ id }) => id === end);
  expect(taken.map(({ id }) => Number(id))).toEqual(taken.map((_block, index) => index));
});

describe('too many streams', () => {
  it('of one key are refused, until one of them has ended', async () => {
    const keyId = key();
    const [first] = await Promise.all([begin({ keyId }), begin({ keyId }), begin({ keyId })]);
    expect(first).toBeDefined();
    await expect(begin({ keyId })).rejects.toMatchObject({
      code: 'overloaded',
      headers: { 'retry-after': '5' },
    });
    await begin();
    const gone = once(connections[0]!, 'close');
    connections[0]!.destroy();
    await gone;
    expect(await begin({ keyId })).toBeDefined();
  });

  it('of all keys together are refused', async () => {
    for (let open = 0; open < limits.inAll; open++) await begin();
    await expect(begin()).rejects.toMatchObject({ code: 'overloaded' });
  });

  it('do not come of those that were refused, or whose client had left already', async () => {
    for (let tried = 0; tried < 2 * limits.inAll; tried++) {
      await expect(begin({ after: 999_999 })).rejects.toMatchObject({ code: 'invalid-field' });
      const gone = connect().destroy();
      await begin({ connection: gone });
    }
    expect(await begin()).toBeDefined();
  });
});

it('cuts a reader that takes nothing', async () => {
  await Promise.all(Array.from({ length: 60 }, () => stage.openAccount('EUR')));
  const body = await begin({ after: 0 });
  const cut = once(body, 'close');
  body.read(0);
  await cut;
  expect(body.destroyed).toBe(true);
});

it('ends for a key that was revoked, wherever that was done', async () => {
  const keyId = key();
  const data = { keyId, name: 'till', role: 'member' as const, hash: 'a'.repeat(64) };
  const revoking = {
    ...stage.tenantOrder(RevokeKeyCommand.type, { keyId }),
    touches: touching({ keyIds: [keyId] }),
  };
  await stage.engine.carry(stage.tenantOrder(CreateKeyCommand.type, data));
  const [body, other] = [await begin({ keyId }), await begin()];
  const all = take(body, () => false);
  await stage.engine.carry(revoking);

  expect((await all).flatMap(({ event }) => event ?? [])).toEqual([]);
  expect((await take(other, ({ event }) => event !== undefined)).at(-1)?.event).toBe('key.revoked');
  await expect(begin({ keyId })).rejects.toMatchObject({ code: 'unauthenticated' });
});

it('sends everybody away when the process stops, and lets nobody in any more', async () => {
  const connection = connect();
  const body = await begin({ connection });
  body.pipe(connection).resume();
  await streams.onModuleDestroy();
  expect(body.readableEnded).toBe(true);
  await expect(begin()).rejects.toMatchObject({ code: 'overloaded' });
});
