import type { ClaimedTask } from '../records';
import { DEPTH, depthOf, type DepthRow, HASTEN, valuesToHasten } from '../sql/outbox';
import type { Reader } from '../sql/reader';
import { taskOf } from '../sql/rows';
import type { TaskRow } from '../sql/tables';
import { type HastenedTasks, Outbox } from '../store.port';

/** Whoever claims at the same moment passes over what another is just taking. */
const CLAIM = `with due as materialized (
    select tenant, stream, id, waits_since is null as is_doubtful from outbox
    where due_at <= ? and (leased_by is null or leased_until <= ?)
    order by due_at, id limit ? for update skip locked)
  update outbox set leased_by = ?, leased_until = ?, waits_since = null from due
  where outbox.tenant = due.tenant and outbox.stream = due.stream and outbox.id = due.id
  returning outbox.*, due.is_doubtful`;

/** Each call is one statement, and so one transaction of its own. */
export class PostgresOutbox extends Outbox {
  constructor(private readonly connections: Reader) {
    super();
  }

  override async claim(
    owner: string,
    most: number,
    now: number,
    until: number,
  ): Promise<readonly ClaimedTask[]> {
    const values = [now, now, most, owner, until];
    const rows = await this.connections.everywhere.all<TaskRow & { readonly is_doubtful: boolean }>(
      CLAIM,
      values,
    );
    const claimed = rows.map((row) => ({ ...taskOf(row), isDoubtful: row.is_doubtful }));
    // `returning` promises no order.
    return claimed.sort((a, b) => a.dueAt - b.dueAt || (a.id < b.id ? -1 : 1));
  }

  /** Other instances work on theirs: the leases of a life that ended run out by themselves. */
  override async releaseAll(): Promise<void> {
    // Nothing to do.
  }

  override async hasten(tasks: HastenedTasks): Promise<void> {
    await this.connections.of(tasks.tenantId).all(HASTEN, valuesToHasten(tasks));
  }

  override async depth(
    now: number,
  ): Promise<{ readonly tasks: number; readonly oldestDueAt: number | null }> {
    const [row] = await this.connections.everywhere.all<DepthRow>(DEPTH, [now]);
    return depthOf(row);
  }
}
