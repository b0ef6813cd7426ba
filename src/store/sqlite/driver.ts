import type { Value } from '../sql/reader';
import { OutcomeUnknown } from '../store.port';
import { isInputOutput } from './fault-words';
import { loadLibsql } from './libsql';
import { loadNodeSqlite } from './node-sqlite';
import type { Bound, OpenOptions, RawConnection, RawDriver, RawStatement } from './raw-driver';

/** A prepared statement. Integers come back as bigint, blobs as bytes. */
export interface Statement<R = unknown> {
  /** How many rows were changed. */
  run(values: readonly Value[]): number;
  get(values: readonly Value[]): R | undefined;
  all(values: readonly Value[]): readonly R[];
}

/**
 * The little of SQLite that the store needs, synchronously. There is no open iterator on purpose:
 * it would hold its connection on an old snapshot for as long as somebody reads.
 */
export interface Connection {
  exec(sql: string): void;
  /** Prepared once for a text, then given out again; `R` is the row as the caller knows it. */
  prepare<R = unknown>(sql: string): Statement<R>;
  close(): void;
}

export const MEMORY = ':memory:';

/** The one form in which a value reaches a driver; what has none is a fault in the code. */
export const bound = (value: Value): Bound => {
  if (typeof value === 'string' || typeof value === 'bigint' || value === null) return value;
  if (typeof value === 'number' || typeof value === 'boolean') return BigInt(value);
  // An undefined or a lone object would make libsql abort the whole process.
  if ((value as unknown) instanceof Uint8Array) return value;
  throw new TypeError(`A value of type ${typeof value} cannot be stored.`);
};

const normalised = <R>(raw: RawStatement): Statement<R> => ({
  run: (values) => raw.run(values.map(bound)),
  get: (values) => raw.get(values.map(bound)) as R | undefined,
  all: (values) => raw.all(values.map(bound)) as readonly R[],
});

const withCachedStatements = (raw: RawConnection): Connection => {
  const prepared = new Map<string, Statement>();
  let open = true;
  const live = (): RawConnection => {
    if (!open) throw new Error('The store is closed.');
    return raw;
  };
  return {
    exec: (sql) => live().exec(sql),
    prepare: <R>(sql: string): Statement<R> => {
      const known = prepared.get(sql);
      if (known) return known as Statement<R>;
      const statement = normalised<R>(live().prepare(sql));
      prepared.set(sql, statement);
      return statement;
    },
    close: () => {
      if (!open) return;
      open = false;
      prepared.clear();
      raw.close();
    },
  };
};

const pragma = (connection: Connection, name: string): unknown =>
  Object.values(connection.prepare<Record<string, unknown>>(`pragma ${name}`).get([]) ?? {})[0];

/**
 * Settings belong to a connection, so they are set on every open. `synchronous=FULL` is read
 * back: a WAL file that is re-opened with less loses answered commits at power loss.
 */
const settle = (connection: Connection, path: string, { readOnly }: OpenOptions): void => {
  connection.exec('pragma busy_timeout = 5000');
  connection.exec('pragma foreign_keys = on');
  // `insert or replace` deletes, and only with this does it meet the append-only triggers.
  connection.exec('pragma recursive_triggers = on');
  connection.exec('pragma temp_store = memory');
  connection.exec('pragma cache_size = -65536');
  // Pages (16 MB): a turn writes hundreds, and the same ones again in the next turn. A checkpoint
  // every few turns, as the default has it, cost up to a fifth of the throughput.
  connection.exec('pragma wal_autocheckpoint = 4000');
  if (!readOnly) connection.prepare('pragma journal_mode = wal').get([]);
  connection.exec('pragma synchronous = full');
  if (pragma(connection, 'synchronous') !== 2n) {
    throw new Error(`SQLite did not take synchronous=FULL for ${path}: commits could be lost.`);
  }
  if (!readOnly && path !== MEMORY && pragma(connection, 'journal_mode') !== 'wal') {
    throw new Error(`SQLite did not take journal_mode=WAL for ${path}: is it on a network disk?`);
  }
};

export type DriverName = 'node:sqlite' | 'libsql';

/** `node:sqlite` is part of newer runtimes (22.13 on); undefined where it is not there. */
const loaders: Readonly<Record<DriverName, () => Promise<RawDriver | undefined>>> = {
  'node:sqlite': loadNodeSqlite,
  libsql: loadLibsql,
};

const load = async (wanted: DriverName | undefined): Promise<RawDriver> => {
  const driver = wanted
    ? await loaders[wanted]()
    : ((await loadNodeSqlite()) ?? (await loadLibsql()));
  if (!driver) throw new Error(`This runtime has no ${wanted ?? 'SQLite'}.`);
  return driver;
};

/** A connection without any setting of ours. */
export const bareConnection = async (path: string) => (await load(undefined))(path, {});

/** Opens connections to one file with the driver that was named, or the runtime's best. */
export const sqliteDriver = async (
  wanted?: DriverName,
): Promise<(path: string, options?: OpenOptions) => Connection> => {
  const open = await load(wanted);
  return (path, options = {}) => {
    const connection = withCachedStatements(open(path, options));
    try {
      settle(connection, path, options);
    } catch (fault) {
      connection.close();
      throw fault;
    }
    return connection;
  };
};

/**
 * All of `work` or nothing; nothing may be awaited within. An `OutcomeUnknown` when the disk failed
 * under the commit.
 */
export const transaction = <T>(connection: Connection, work: () => T): T =>
  within(connection, 'begin immediate', work);

/**
 * All that `work` reads is of one moment, and the file is locked for it once instead of once for
 * each statement; nothing may be awaited within.
 */
export const oneLook = <T>(connection: Connection, work: () => T): T =>
  within(connection, 'begin deferred', work);

const within = <T>(connection: Connection, begin: string, work: () => T): T => {
  connection.prepare(begin).run([]);
  try {
    const result = work();
    commit(connection);
    return result;
  } catch (fault) {
    rollback(connection);
    throw fault;
  }
};

/** What a failed sync leaves in the WAL is not seen by this process, and may be by its next life. */
const commit = (connection: Connection): void => {
  try {
    connection.prepare('commit').run([]);
  } catch (fault) {
    throw isInputOutput(fault) ? new OutcomeUnknown({ cause: fault }) : fault;
  }
};

const rollback = (connection: Connection): void => {
  try {
    connection.exec('rollback');
  } catch {
    // A full disk or a lost file ends the transaction by itself; the first fault is the one to tell.
  }
};
