import type { Task } from '../records';
import { type HastenedTasks, Outbox } from '../store.port';
import type { Connection } from './driver';
import { packed } from '../sql/ids.codec';
import type { Lane } from '../lane';
import { patiently } from './patience';
import { taskOf } from '../sql/rows';
import type { TaskRow } from '../sql/tables';

const CLAIM = `update outbox set leased_by = ?, leased_until = ?, waits_since = null
  where (tenant, stream, id) in (
    select tenant, stream, id from outbox
    where due_at <= ? and (leased_by is null or leased_until <= ?)
    order by due_at, id limit ?)
  returning *`;
const RELEASE = `update outbox set leased_by = null, leased_until = 0, due_at = min(due_at, ?)
  where leased_by is not null`;
const HASTEN = `update outbox set due_at = ?
  where tenant = ? and stream = ? and type = ? and due_at > ? and waits_since <= ?`;
const DEPTH = 'select count(*) as tasks, min(due_at) as oldest from outbox where due_at <= ?';

/**
 * Each call is one statement, and so one transaction of its own. Those that write go between the
 * turns: what a turn has seen waiting still waits when it commits.
 */
export class SqliteOutbox extends Outbox {
  constructor(
    private readonly writer: Connection,
    private readonly reader: Connection,
    private readonly lane: Lane,
    private readonly now: () => number,
  ) {
    super();
  }

  override claim(
    owner: string,
    most: number,
    now: number,
    until: number,
  ): Promise<readonly Task[]> {
    return this.lane.run(async () => {
      const claim = this.writer.prepare<TaskRow>(CLAIM);
      const rows = await patiently(() => claim.all([owner, until, now, now, most]));
      // `returning` promises no order.
      return rows.map(taskOf).sort((a, b) => a.dueAt - b.dueAt || (a.id < b.id ? -1 : 1));
    });
  }

  override releaseAll(): Promise<void> {
    return this.lane.run(() =>
      patiently(() => {
        this.writer.prepare(RELEASE).run([this.now()]);
      }),
    );
  }

  override hasten({ tenantId, stream, type, now, waitingSince }: HastenedTasks): Promise<void> {
    const hasten = this.writer.prepare(HASTEN);
    const row = [now, packed(tenantId), packed(stream), type, now, waitingSince];
    return this.lane.run(() =>
      patiently(() => {
        hasten.run(row);
      }),
    );
  }

  override async depth(
    now: number,
  ): Promise<{ readonly tasks: number; readonly oldestDueAt: number | null }> {
    const row = this.reader
      .prepare<{ readonly tasks: bigint; readonly oldest: bigint | null }>(DEPTH)
      .get([now]);
    const oldest = row?.oldest ?? null;
    return {
      tasks: Number(row?.tasks ?? 0n),
      oldestDueAt: oldest === null ? null : Number(oldest),
    };
  }
}
