import { isFlowKind } from '../kernel/message';
import type { EventId } from '../kernel/ids';
import type { NewEvent, Segment, StoredEvent } from './records';

/** Events that stand in one segment, in their order. Never empty. */
export type Run = readonly [NewEvent, ...NewEvent[]];

const goesOn = (before: NewEvent, event: NewEvent): boolean =>
  isFlowKind(event.stream.kind) &&
  event.stream.id === before.stream.id &&
  event.tenantId === before.tenantId &&
  event.sequence === before.sequence + 1;

/**
 * What of a turn's events goes into one segment each. Other streams than flows have a segment for
 * every event, so that there are no more shapes than the flows have paths.
 */
export const runsOf = (events: readonly NewEvent[]): readonly Run[] => {
  const runs: [NewEvent, ...NewEvent[]][] = [];
  let last: NewEvent | undefined;
  for (const event of events) {
    if (last && goesOn(last, event)) runs.at(-1)?.push(event);
    else runs.push([event]);
    last = event;
  }
  return runs;
};

export const typesOf = (run: Run): string => run.map(({ type }) => type).join(' ');

const onOneLine = (text: string, forbidden: RegExp): string => {
  if (forbidden.test(text)) throw new TypeError('An event must not hold a raw line break.');
  return text;
};

/**
 * An event as a line: its id, its time, its cause and its data, between tabs. A time as that of the
 * line before is left out, and so is a cause that is the event of the line before.
 */
const lineOf = (event: NewEvent, before: NewEvent | undefined): string => {
  const occurredAt = event.occurredAt === before?.occurredAt ? '' : event.occurredAt;
  const causationId = event.causationId === before?.id ? '' : event.causationId;
  const cause = onOneLine(causationId, /[\t\n]/);
  return `${event.id}\t${occurredAt}\t${cause}\t${onOneLine(event.data, /\n/)}`;
};

export const bodyOf = (run: Run): string =>
  run.map((event, index) => lineOf(event, run[index - 1])).join('\n');

const LINE = /^(?<id>[^\t]+)\t(?<occurredAt>[^\t]+)?\t(?<causationId>[^\t]+)?\t(?<data>.*)$/su;

const damaged = ({ position }: Segment): Error =>
  new Error(`The segment that ends at position ${String(position)} is damaged.`);

/** The types and the lines of a segment, as many as it says. */
const partsOf = (segment: Segment): readonly (readonly [type: string, line: string])[] => {
  const types = segment.types.split(' ');
  const lines = segment.body.split('\n');
  if (types.length !== segment.size || lines.length !== segment.size) throw damaged(segment);
  return types.map((type, index) => [type, lines[index] ?? '']);
};

/** The events of a segment as they were committed. Throws when it is not as it was written. */
export const eventsOf = (segment: Segment): readonly StoredEvent[] => {
  const { tenantId, stream, sequence, position, size, committedAt } = segment;
  const events: StoredEvent[] = [];
  for (const [index, [type, line]] of partsOf(segment).entries()) {
    const fields = LINE.exec(line)?.groups;
    if (type === '' || fields === undefined) throw damaged(segment);
    const before = events.at(-1);
    events.push({
      tenantId,
      id: fields['id'] as EventId,
      type,
      stream,
      sequence: sequence + index,
      occurredAt: fields['occurredAt'] ?? before?.occurredAt ?? '',
      causationId: fields['causationId'] ?? before?.id ?? '',
      data: fields['data'] ?? '',
      position: position - size + index + 1,
      committedAt,
    });
  }
  return events;
};
