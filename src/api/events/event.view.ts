import type { StoredEvent } from '../../store/records';
import { KeyCreatedEvent } from '../../tenancy/tenancy.messages';
import { isFlowStream } from '../edge/streams';

/** What an event keeps and nobody is shown: the hash by which an API key is recognised. */
const unseen: Readonly<Record<string, readonly string[]>> = { [KeyCreatedEvent.type]: ['hash'] };

function shownData({ type, data }: StoredEvent): Readonly<Record<string, unknown>> {
  const hidden = unseen[type] ?? [];
  const fields = JSON.parse(data) as Readonly<Record<string, unknown>>;
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !hidden.includes(name)));
}

/** An event as the flow that it belongs to shows it. */
export const recordedView = (event: StoredEvent) => ({
  id: event.id,
  position: event.position,
  sequence: event.sequence,
  type: event.type,
  occurredAt: event.occurredAt,
  causationId: event.causationId,
  data: shownData(event),
});

/** An event as the log of the whole tenant shows it; `flowId` is null for what is no flow's. */
export const eventView = (event: StoredEvent) => ({
  ...recordedView(event),
  flowId: isFlowStream(event.stream) ? event.stream.id : null,
});

export type EventView = ReturnType<typeof eventView>;
