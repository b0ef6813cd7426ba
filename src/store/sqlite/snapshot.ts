import type { Snapshot } from '../store.port';
import { snapshotOf } from '../sql/snapshot';
import { appendOnly } from '../sql/tables';
import type { Connection } from './driver';
import { Lane } from '../lane';
import type { TurnLane } from '../turn-lane';
import { readerOver } from './reader';

/**
 * Moments of the store, looked at one after the other: a read transaction on a connection of
 * their own. In WAL mode it sees one moment and holds up no writer, but the WAL grows until it
 * ends. A database in memory has one connection only, so there the turns wait instead.
 */
export class Moments {
  private reader: Connection | undefined;
  private readonly queue = new Lane();

  constructor(
    /** Undefined where a second connection would see another database. */
    private readonly openReader: (() => Connection) | undefined,
    private readonly writer: Connection,
    private readonly turns: TurnLane,
  ) {}

  look<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    const { openReader } = this;
    return openReader
      ? this.queue.run(() => inReadTransaction((this.reader ??= openReader()), work))
      : this.turns.alone(() => work(this.writer));
  }

  /** When the last look is over. */
  async close(): Promise<void> {
    await this.queue.idle();
    this.reader?.close();
  }
}

const inReadTransaction = async <T>(
  reader: Connection,
  work: (connection: Connection) => Promise<T>,
): Promise<T> => {
  reader.exec('begin');
  try {
    return await work(reader);
  } finally {
    reader.exec('rollback');
  }
};

const guards = appendOnly.flatMap((table) => [
  `${table}_are_never_changed`,
  `${table}_are_never_deleted`,
]);

const GUARD = "select 1 from sqlite_master where type = 'trigger' and name = ?";

/** Everything that is seen on a connection, which somebody else keeps at one moment. */
export const momentOn = (connection: Connection): Snapshot =>
  snapshotOf(readerOver(connection), async () =>
    guards.map((name) => ({
      name,
      isThere: connection.prepare(GUARD).get([name]) !== undefined,
    })),
  );
