import type { Message, MessageClass } from '../kernel/message';
import type { Recorded } from '../kernel/projection';
import type { StoredEvent } from '../store/records';

/** An event of the log with its data read. */
export interface LoggedEvent extends Omit<StoredEvent, 'data'> {
  readonly data: unknown;
}

export const read = (event: StoredEvent): LoggedEvent => ({
  ...event,
  data: JSON.parse(event.data) as unknown,
});

/** The event as it was when it was recorded. */
export const recordedOf = (event: LoggedEvent): Recorded => ({
  id: event.id,
  sequence: event.sequence,
  type: event.type,
  data: event.data,
  meta: {
    tenantId: event.tenantId,
    stream: event.stream,
    causationId: event.causationId,
    at: event.occurredAt,
  },
});

/** Where an operator finds it. */
export const named = ({
  id,
  type,
  position,
}: Pick<StoredEvent, 'id' | 'type' | 'position'>): string =>
  `${type} ${id} at position ${String(position)}`;

type EventOf<E> = MessageClass<E, Message<string, E>>;
type Reader = (data: unknown, event: LoggedEvent) => void;

/** What is read of one type of event. */
export const when = <E>(
  event: EventOf<E>,
  reader: (data: E, event: LoggedEvent) => void,
): readonly [string, Reader] => [event.type, reader as Reader];

/** Shows an event to the reader of its type, if there is one. */
export const reading = (
  ...rows: readonly (readonly [string, Reader])[]
): ((event: LoggedEvent) => void) => {
  const readers = new Map(rows);
  return (event) => readers.get(event.type)?.(event.data, event);
};
