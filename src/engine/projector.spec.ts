import { accountId, anAccount, euros, tenantId } from '../accounts/account.fixture';
import type { FlowState } from '../kernel/flow-state';
import { flowIdOf, message, type Meta } from '../kernel/message';
import { becomes, effects, projection, starts } from '../kernel/projection';
import { Ids, type IdPrefix } from '../kernel/ids';
import { hold } from '../ledger/ledger.effects';
import { Projector } from './projector';
import { World } from './world';

interface Counted extends FlowState {
  readonly count: number;
  readonly seen: string;
}
class BegunEvent extends message('test.begun')<{ readonly count: number }> {}
class CountedEvent extends message('test.counted')<{ readonly by: number }> {}
class GenericEvent extends message('test.generic')<Record<string, never>> {}
class ToldEvent extends message('test.told')<{ readonly word: string }> {}

/** Ids by number, so that a test can name them. */
class NumberedIds extends Ids {
  private made = 0;
  override next<P extends IdPrefix>(prefix: P) {
    this.made += 1;
    return `${prefix}_${this.made}` as ReturnType<Ids['next']> as never;
  }
}

const metaAt = (at: string): Meta => ({
  tenantId,
  stream: { kind: 'withdraw', id: 'wdr_1' },
  causationId: 'req_1',
  at,
});
const meta = metaAt('2026-11-21T10:00:00.000Z');
const later = metaAt('2026-11-21T11:00:00.000Z');

const projector = new Projector([
  projection(
    'counting',
    starts(BegunEvent, ({ count }, own): Counted => ({
      tenantId,
      id: flowIdOf(own),
      kind: 'withdraw',
      status: 'pending',
      accountIds: [accountId],
      paymentId: null,
      createdAt: own.at,
      updatedAt: own.at,
      count,
      seen: 'begun',
    })),
    becomes(CountedEvent, (flow: Counted, { by }) => ({ ...flow, count: flow.count + by })),
  ),
  projection(
    'looking',
    becomes(CountedEvent, (flow: Counted) => ({ ...flow, seen: `counted to ${flow.count}` })),
    effects(CountedEvent, ({ by }) => [hold(accountId, euros(String(by)))]),
  ),
]);

const worldWithAccount = (): World => {
  const world = new World();
  world.putAccount(anAccount());
  return world.above();
};

describe('recording an answer', () => {
  it('names it, numbers it within its stream, and writes it to the log as text', () => {
    const world = worldWithAccount();
    const ids = new NumberedIds();
    const begun = projector.record(world, new BegunEvent({ count: 1 }, meta), ids);
    const told = projector.record(world, new ToldEvent({ word: '€' }, meta), ids);

    expect([begun, told]).toMatchObject([
      { id: 'evt_1', sequence: 1, type: 'test.begun' },
      { id: 'evt_2', sequence: 2, type: 'test.told' },
    ]);
    expect(world.changes().events[1]).toEqual({
      tenantId,
      id: 'evt_2',
      type: 'test.told',
      stream: { kind: 'withdraw', id: 'wdr_1' },
      sequence: 2,
      occurredAt: meta.at,
      causationId: 'req_1',
      data: '{"word":"€"}',
    });
  });

  it('starts the flow’s state, and changes it by every row of the event, in order', () => {
    const world = worldWithAccount();
    const ids = new NumberedIds();
    projector.record(world, new BegunEvent({ count: 1 }, meta), ids);
    projector.record(world, new CountedEvent({ by: 2 }, later), ids);

    expect(world.flow(tenantId, 'wdr_1')).toMatchObject({
      sequence: 2,
      state: { count: 3, seen: 'counted to 3', createdAt: meta.at, updatedAt: later.at },
    });
  });

  it('carries out the effects of the event', () => {
    const world = worldWithAccount();
    const ids = new NumberedIds();
    projector.record(world, new BegunEvent({ count: 1 }, meta), ids);
    projector.record(world, new CountedEvent({ by: 2 }, meta), ids);

    expect(world.account(tenantId, accountId)?.held).toEqual(euros('2'));
  });

  it('counts a generic event in its flow, whose state stays what it was', () => {
    const world = worldWithAccount();
    const ids = new NumberedIds();
    projector.record(world, new BegunEvent({ count: 1 }, meta), ids);
    const before = world.flow(tenantId, 'wdr_1');
    projector.record(world, new GenericEvent({}, later), ids);

    expect(world.flow(tenantId, 'wdr_1')).toEqual({ state: before?.state, sequence: 2 });
  });

  it('counts on from where the stream ended', () => {
    const world = World.loaded({
      accounts: [anAccount({ version: 4 })],
      flows: [],
      references: [],
      requests: [],
      openTasks: [],
      tasksOf: [],
      openWebhooks: [],
      deadLetters: [],
      parkedRequests: [],
      streams: [],
      pinnedRates: [],
      keys: [],
      tenants: [],
      quotes: [],
      exponents: [],
    }).above();
    const onAccount: Meta = { ...meta, stream: { kind: 'account', id: accountId } };

    expect(
      projector.record(world, new ToldEvent({ word: '' }, onAccount), new NumberedIds()).sequence,
    ).toBe(5);
  });
});

it('applies an event of the log as it applied it live, and does not write it again', () => {
  const live = worldWithAccount();
  const ids = new NumberedIds();
  const events = [
    projector.record(live, new BegunEvent({ count: 1 }, meta), ids),
    projector.record(live, new CountedEvent({ by: 2 }, later), ids),
    projector.record(live, new GenericEvent({}, later), ids),
  ];
  const rebuilt = worldWithAccount();
  for (const event of events) projector.apply(rebuilt, event);

  const { events: written, ...projected } = rebuilt.changes();
  expect(written).toEqual([]);
  expect(projected).toEqual({ ...live.changes(), events: undefined });
});
