import type { EventId } from './ids';
import type { FlowState } from './flow-state';
import type { Message, MessageClass, Meta } from './message';
import type { Tagged } from './outcome';

/** An event as it stands in the log: named, and numbered within its stream. */
export interface Recorded<Type extends string = string, Data = unknown> extends Message<
  Type,
  Data
> {
  readonly id: EventId;
  /** Counts from 1 within the stream, without a gap. */
  readonly sequence: number;
}

/**
 * What one event means for the state. A state row says what a flow becomes by it; an effect row
 * says what it does to accounts, ledger, rates or keys. Both are pure, so that the same rows
 * serve the live turn and a rebuild from the log.
 */
export type ProjectionRow =
  | {
      readonly kind: 'state';
      readonly event: MessageClass;
      readonly next: (state: FlowState | undefined, event: Message) => FlowState;
    }
  | {
      readonly kind: 'effect';
      readonly event: MessageClass;
      readonly effects: (event: Recorded) => readonly Tagged[];
    };

type EventOf<E> = MessageClass<E, Message<string, E>>;

/** The event with which a flow's state begins. */
export const starts = <S extends FlowState, E>(
  event: EventOf<E>,
  first: (data: E, meta: Meta) => S,
): ProjectionRow => ({
  kind: 'state',
  event,
  next: (_none, { data, meta }) => first(data as E, meta),
});

/** What a flow's state becomes by an event. */
export const becomes = <S extends FlowState, E>(
  event: EventOf<E>,
  next: (state: S, data: E, meta: Meta) => S,
): ProjectionRow => ({
  kind: 'state',
  event,
  next: (state, { data, meta }) => next(state as S, data as E, meta),
});

/** What an event does to the books, as values that the engine carries out. */
export const effects = <E>(
  event: EventOf<E>,
  list: (data: E, meta: Meta, recorded: Recorded) => readonly Tagged[],
): ProjectionRow => ({
  kind: 'effect',
  event,
  effects: (recorded) => list(recorded.data as E, recorded.meta, recorded),
});

/** The rows of one module, under the name that the docs print. */
export interface Projection {
  readonly name: string;
  readonly rows: readonly ProjectionRow[];
}

export const projection = (name: string, ...rows: readonly ProjectionRow[]): Projection => ({
  name,
  rows,
});
