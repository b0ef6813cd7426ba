import type { ClaimedTask } from '../records';
import { type HastenedTasks, Outbox } from '../store.port';
import { type Connection, transaction } from './driver';
import { DEPTH, depthOf, type DepthRow, HASTEN, valuesToHasten } from '../sql/outbox';
import type { TurnLane } from '../turn-lane';
import { patiently } from './patience';
import { taskOf } from '../sql/rows';
import type { TaskRow } from '../sql/tables';

const FREE = `select * from outbox
  where due_at <= ? and (leased_by is null or leased_until <= ?)
  order by due_at, id limit ?`;
const LEASE = `update outbox set leased_by = ?, leased_until = ?, waits_since = null
  where tenant = ? and stream = ? and id = ?`;
const RELEASE = `update outbox set leased_by = null, leased_until = 0, due_at = min(due_at, ?)
  where leased_by is not null`;

/**
 * Each call is one transaction of its own. Those that write go between the
 * turns: what a turn has seen waiting still waits when it commits.
 */
export class SqliteOutbox extends Outbox {
  constructor(
    private readonly writer: Connection,
    private readonly reader: Connection,
    private readonly lane: TurnLane,
    private readonly now: () => number,
  ) {
    super();
  }

  override claim(
    owner: string,
    most: number,
    now: number,
    until: number,
  ): Promise<readonly ClaimedTask[]> {
    return this.lane.alone(() =>
      patiently(() =>
        transaction(this.writer, () => {
          const free = this.writer.prepare<TaskRow>(FREE).all([now, now, most]);
          const lease = this.writer.prepare(LEASE);
          for (const { tenant, stream, id } of free) lease.run([owner, until, tenant, stream, id]);
          return free.map(taskOf).map((task) => ({
            ...task,
            leasedBy: owner,
            leasedUntil: until,
            waitsSince: null,
            isDoubtful: task.waitsSince === null,
          }));
        }),
      ),
    );
  }

  override releaseAll(): Promise<void> {
    return this.lane.alone(() =>
      patiently(() => {
        this.writer.prepare(RELEASE).run([this.now()]);
      }),
    );
  }

  override hasten(tasks: HastenedTasks): Promise<void> {
    const hasten = this.writer.prepare(HASTEN);
    const values = valuesToHasten(tasks);
    return this.lane.alone(() =>
      patiently(() => {
        hasten.run(values);
      }),
    );
  }

  override async depth(
    now: number,
  ): Promise<{ readonly tasks: number; readonly oldestDueAt: number | null }> {
    return depthOf(this.reader.prepare<DepthRow>(DEPTH).get([now]));
  }
}
