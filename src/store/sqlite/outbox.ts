import type { Task } from '../records';
import { Outbox } from '../store.port';
import type { Connection } from './driver';
import { taskOf } from './rows';
import type { TaskRow } from './tables';

const CLAIM = `update outbox set leased_by = ?, leased_until = ?
  where (tenant, id) in (
    select tenant, id from outbox
    where due_at <= ? and (leased_by is null or leased_until <= ?)
    order by due_at, id limit ?)
  returning *`;
const RELEASE = `update outbox set leased_by = null, leased_until = 0, due_at = min(due_at, ?)
  where leased_by is not null`;
const DEPTH = 'select count(*) as tasks, min(due_at) as oldest from outbox';

/** Each call is one statement, and so one transaction of its own. */
export class SqliteOutbox extends Outbox {
  constructor(
    private readonly writer: Connection,
    private readonly reader: Connection,
    private readonly now: () => number,
  ) {
    super();
  }

  override async claim(
    owner: string,
    most: number,
    now: number,
    until: number,
  ): Promise<readonly Task[]> {
    const rows = this.writer.prepare<TaskRow>(CLAIM).all([owner, until, now, now, most]);
    // `returning` promises no order.
    return rows.map(taskOf).sort((a, b) => a.dueAt - b.dueAt || (a.id < b.id ? -1 : 1));
  }

  override async releaseAll(): Promise<void> {
    this.writer.prepare(RELEASE).run([this.now()]);
  }

  override async depth(): Promise<{ readonly tasks: number; readonly oldestDueAt: number | null }> {
    const row = this.reader
      .prepare<{ readonly tasks: bigint; readonly oldest: bigint | null }>(DEPTH)
      .get([]);
    const oldest = row?.oldest ?? null;
    return {
      tasks: Number(row?.tasks ?? 0n),
      oldestDueAt: oldest === null ? null : Number(oldest),
    };
  }
}
