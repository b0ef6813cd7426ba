import { z } from 'zod';
import type { StoredEvent } from '../../store/records';
import { KeyCreatedEvent } from '../../tenancy/tenancy.messages';
import { shownFlowId, shownId, shownInstant } from '../edge/shown';
import { isFlowStream } from '../edge/streams';

/** What an event keeps and nobody is shown: the hash by which an API key is recognised. */
const unseen: Readonly<Record<string, readonly string[]>> = { [KeyCreatedEvent.type]: ['hash'] };

function shownData({ type, data }: StoredEvent): Readonly<Record<string, unknown>> {
  const hidden = unseen[type] ?? [];
  const fields = JSON.parse(data) as Readonly<Record<string, unknown>>;
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !hidden.includes(name)));
}

const recordedFields = {
  id: shownId('evt'),
  position: z.int().describe('Orders your whole log, without gaps.'),
  sequence: z.int().describe('Counts from 1 within the flow.'),
  type: z.string().meta({ examples: ['deposit.completed'] }),
  occurredAt: shownInstant,
  causationId: z.string().describe('The request, task, webhook or event that led to it.'),
  data: z
    .record(z.string(), z.unknown())
    .readonly()
    .describe('What it says; its fields depend on the type, and keep their meaning for ever.'),
};

export const shownRecorded = z.strictObject(recordedFields).meta({ id: 'RecordedEvent' });
export const shownEvent = z
  .strictObject({
    ...recordedFields,
    flowId: shownFlowId.nullable().describe('Null for an event that belongs to no flow.'),
  })
  .meta({ id: 'Event' });

type RecordedView = z.infer<typeof shownRecorded>;
export type EventView = z.infer<typeof shownEvent>;

/** An event as the flow that it belongs to shows it. */
export const recordedView = (event: StoredEvent): RecordedView => ({
  id: event.id,
  position: event.position,
  sequence: event.sequence,
  type: event.type,
  occurredAt: event.occurredAt,
  causationId: event.causationId,
  data: shownData(event),
});

/** An event as the log of the whole tenant shows it; `flowId` is null for what is no flow's. */
export const eventView = (event: StoredEvent): EventView => ({
  ...recordedView(event),
  flowId: isFlowStream(event.stream) ? event.stream.id : null,
});
