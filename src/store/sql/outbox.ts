import type { HastenedTasks, Outbox } from '../store.port';
import { packed } from './ids.codec';
import type { Value } from './reader';

export const HASTEN = `update outbox set due_at = ?
  where tenant = ? and stream = ? and type = ? and due_at > ? and waits_since <= ?`;

/** What `HASTEN` is given. */
export const valuesToHasten = (tasks: HastenedTasks): readonly Value[] => {
  const { tenantId, stream, type, now, waitingSince } = tasks;
  return [now, packed(tenantId), packed(stream), type, now, waitingSince];
};

export const DEPTH =
  'select count(*) as tasks, min(due_at) as oldest from outbox where due_at <= ?';

export interface DepthRow {
  readonly tasks: bigint;
  readonly oldest: bigint | null;
}

export const depthOf = (row: DepthRow | undefined): Awaited<ReturnType<Outbox['depth']>> => {
  const oldest = row?.oldest ?? null;
  return {
    tasks: Number(row?.tasks ?? 0n),
    oldestDueAt: oldest === null ? null : Number(oldest),
  };
};
