import { listed } from '../load/api';
import type { Check } from './check';

interface LoggedEvent {
  readonly id: string;
  readonly position: number;
  readonly sequence: number;
  readonly type: string;
  readonly flowId: string | null;
}

const END = /^(deposit|withdraw|transfer)\.(completed|failed|rejected|cancelled)$/;

/** The log has no gap, each flow has one beginning and one end, and its reader skipped nothing. */
export const eventsAreWhole: Check = async ({ system, journal, follower }) => {
  const found: string[] = [];
  const ends = new Map<string, number>();
  const sequences = new Map<string, number>();
  const ids: string[] = [];
  for await (const event of listed<LoggedEvent>(system, '/v1/events')) {
    ids.push(event.id);
    if (event.position !== ids.length) {
      found.push(`position ${String(event.position)} stands where ${String(ids.length)} belongs`);
    }
    if (event.flowId === null) continue;
    const sequence = (sequences.get(event.flowId) ?? 0) + 1;
    if (event.sequence !== sequence) {
      found.push(
        `${event.id} of ${event.flowId} has sequence ${String(event.sequence)}, not ${String(sequence)}`,
      );
    }
    sequences.set(event.flowId, sequence);
    if (END.test(event.type)) ends.set(event.flowId, (ends.get(event.flowId) ?? 0) + 1);
  }
  for (const flowId of sequences.keys()) {
    const count = ends.get(flowId) ?? 0;
    if (count !== 1) found.push(`${flowId} has ${String(count)} ends`);
  }
  const told = new Set([...journal.entries.values()].map((entry) => entry.told?.id));
  for (const flowId of sequences.keys()) {
    if (!told.has(flowId)) found.push(`${flowId} has events, and nobody was told of it`);
  }
  await follower.catchUp();
  return [
    {
      name: 'the log has no gap, and each flow one end',
      figures: `${String(ids.length)} events of ${String(sequences.size)} flows`,
      differences: found,
    },
    {
      name: 'who followed the log through the storm skipped nothing',
      figures: `${String(follower.seen.length)} events seen`,
      differences: firstSkip(ids, follower.seen),
    },
  ];
};

function firstSkip(ids: readonly string[], seen: readonly string[]): string[] {
  const at = Array.from({ length: Math.max(ids.length, seen.length) }).findIndex(
    (_none, index) => ids[index] !== seen[index],
  );
  if (at < 0) return [];
  return [`event ${String(at + 1)} is ${ids[at] ?? 'none'}, and ${seen[at] ?? 'none'} was seen`];
}
