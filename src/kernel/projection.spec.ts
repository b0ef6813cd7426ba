import type { FlowState } from './flow-state';
import type { EventId, FlowId, TenantId } from './ids';
import { message, type Meta } from './message';
import { becomes, effects, projection, starts } from './projection';

interface Counted extends FlowState {
  readonly count: number;
}
class BegunEvent extends message('test.begun')<{ readonly count: number }> {}
class CountedEvent extends message('test.counted')<{ readonly by: number }> {}

const meta: Meta = {
  tenantId: 'ten_1' as TenantId,
  stream: { kind: 'deposit', id: 'dep_1' },
  causationId: 'evt_0',
  at: '2026-11-21T10:00:00.000Z',
};

const first = ({ count }: { readonly count: number }, { tenantId, at }: Meta): Counted => ({
  tenantId,
  id: 'dep_1' as FlowId,
  kind: 'deposit',
  status: 'pending',
  accountIds: [],
  paymentId: null,
  createdAt: at,
  updatedAt: at,
  count,
});

it('starts a state from an event, whatever was before', () => {
  const row = starts(BegunEvent, first);
  const begun = new BegunEvent({ count: 1 }, meta);

  expect(row).toMatchObject({ kind: 'state', event: BegunEvent });
  expect(row.kind === 'state' && row.next(undefined, begun)).toEqual(first({ count: 1 }, meta));
  expect(row.kind === 'state' && row.next(first({ count: 9 }, meta), begun)).toMatchObject({
    count: 1,
  });
});

it('makes the next state of the last one and the event', () => {
  const row = becomes(CountedEvent, (state: Counted, { by }) => ({
    ...state,
    count: state.count + by,
  }));
  const state = first({ count: 1 }, meta);

  expect(row.kind === 'state' && row.next(state, new CountedEvent({ by: 2 }, meta))).toEqual({
    ...state,
    count: 3,
  });
  expect(state.count).toBe(1);
});

it('lists effects by the event’s data, its meta, and its place in the log', () => {
  const row = effects(CountedEvent, ({ by }, { at }, { id, sequence }) => [
    { kind: 'count', by, at, id, sequence },
  ]);
  const { type, data } = new CountedEvent({ by: 2 }, meta);
  const recorded = { type, data, meta, id: 'evt_1' as EventId, sequence: 7 };

  expect(row.kind === 'effect' && row.effects(recorded)).toEqual([
    { kind: 'count', by: 2, at: meta.at, id: 'evt_1', sequence: 7 },
  ]);
});

it('gathers the rows of a module under its name, in order', () => {
  const rows = [starts(BegunEvent, first), effects(BegunEvent, () => [])] as const;

  expect(projection('counting', ...rows)).toEqual({ name: 'counting', rows });
});
