import type { TurnLane } from '../turn-lane';
import type { ProjectedChanges } from '../records';
import { SqlAudit } from '../sql/audit';
import type { Reader } from '../sql/reader';
import { projections } from '../sql/tables';
import type { Snapshot } from '../store.port';
import { type Connection, transaction } from './driver';
import { patiently } from './patience';
import { writeProjections } from './projections.writer';
import { type Moments, momentOn } from './snapshot';

interface Trigger {
  readonly name: string;
  readonly sql: string;
}

const TRIGGERS = `select name, sql from sqlite_master where type = 'trigger' and tbl_name in
  (${projections.map(({ table }) => `'${table}'`).join(', ')})`;

/**
 * Entries and postings are append-only as the log is, but they are made from it. Only here, and
 * within one transaction, are their guards put aside; they are put back exactly as they were.
 */
const emptyProjections = (connection: Connection): void => {
  const guards = connection.prepare<Trigger>(TRIGGERS).all([]);
  for (const { name } of guards) connection.exec(`drop trigger ${name}`);
  for (const { table } of projections) connection.exec(`delete from ${table}`);
  for (const { sql } of guards) connection.exec(sql);
};

export class SqliteAudit extends SqlAudit {
  constructor(
    private readonly writer: Connection,
    reads: Reader,
    private readonly lane: TurnLane,
    private readonly moments: Moments,
  ) {
    super(reads);
  }

  override snapshot<T>(work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
    return this.moments.look((connection) => work(momentOn(connection)));
  }

  /** Whoever opens a file to write has it for itself: see `beSoleServer`. */
  override undisturbed<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }

  override dropProjections(): Promise<void> {
    return this.alone(() => emptyProjections(this.writer));
  }

  override writeProjections(changes: ProjectedChanges): Promise<void> {
    return this.alone(() => writeProjections(this.writer, changes));
  }

  /** In a transaction of its own, between the turns. */
  private alone(work: () => void): Promise<void> {
    return this.lane.alone(() => patiently(() => transaction(this.writer, work)));
  }
}
