import type { FlowState, FlowStatus } from '../kernel/flow-state';
import type { EventId } from '../kernel/ids';
import type { Meta } from '../kernel/message';
import type { Tagged } from '../kernel/outcome';
import type { Projection, ProjectionRow, Recorded } from '../kernel/projection';
import { placeholder, readable } from './placeholder';

/** What an event means for the state, whatever its data are. */
export interface Meaning {
  /** What the flow becomes by it, where that is no longer pending. */
  readonly ends: Exclude<FlowStatus, 'pending'> | null;
  /** What the flow's payment becomes by it, as `submitted`. */
  readonly payment: string | null;
  /** What it does to accounts and ledger; a value of the event's data stands as `{its.path}`. */
  readonly effects: readonly Tagged[];
}

type Of<K extends ProjectionRow['kind']> = Extract<ProjectionRow, { kind: K }>;

/**
 * Runs the projection rows of an event with placeholders for its data. The rows of a flow do not
 * branch (the linter sees to it), so what they do to placeholders they do to every event.
 */
export function meaningOf(type: string, projections: readonly Projection[]): Meaning {
  const rows = projections.flatMap((each) => each.rows).filter(({ event }) => event.type === type);
  const event = anyEvent(type);
  const states = rows.filter((row): row is Of<'state'> => row.kind === 'state');
  const after = states.map(({ next }) => next(anyState(), event) as Partial<PaidState>);
  return {
    ends: after.map(({ status }) => status).find(isEnd) ?? null,
    payment: after.map(({ payment }) => payment?.status).find(isText) ?? null,
    effects: rows
      .filter((row): row is Of<'effect'> => row.kind === 'effect')
      .flatMap(({ effects }) => readable(effects(event)) as readonly Tagged[]),
  };
}

/** True when some projection row reads the event. */
export const isProjected = (type: string, projections: readonly Projection[]): boolean =>
  projections.some(({ rows }) => rows.some(({ event }) => event.type === type));

interface PaidState extends FlowState {
  readonly payment: { readonly status: unknown } | null;
}

const anyState = (): FlowState => placeholder('flow') as FlowState;

const anyMeta = {
  tenantId: '{tenantId}',
  stream: { kind: 'deposit', id: '{flowId}' },
  causationId: '{causationId}',
  at: '{at}',
} as unknown as Meta;

const anyEvent = (type: string): Recorded => ({
  id: 'evt_{eventId}' as EventId,
  sequence: 1,
  type,
  data: placeholder(''),
  meta: anyMeta,
});

const isText = (value: unknown): value is string => typeof value === 'string';

const isEnd = (status: unknown): status is NonNullable<Meaning['ends']> =>
  isText(status) && status !== 'pending';
