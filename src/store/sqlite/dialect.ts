import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Value } from '../sql/reader';
import type { Connection } from './driver';

/** SQLite can roll back a change of the schema, so a migration happens wholly or not at all. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** Runs what the query builder built on our own connection. */
class OneConnection implements Driver, DatabaseConnection {
  constructor(private readonly connection: Connection) {}

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    return { rows: [...this.connection.prepare<R>(sql).all(parameters as readonly Value[])] };
  }
  // eslint-disable-next-line require-yield
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('An open cursor would pin its connection to an old snapshot.');
  }

  async init(): Promise<void> {
    // The connection is open already.
  }
  async acquireConnection(): Promise<DatabaseConnection> {
    return this;
  }
  async beginTransaction(): Promise<void> {
    this.connection.exec('begin immediate');
  }
  async commitTransaction(): Promise<void> {
    this.connection.exec('commit');
  }
  async rollbackTransaction(): Promise<void> {
    this.connection.exec('rollback');
  }
  async releaseConnection(): Promise<void> {
    // There is one connection, and whoever opened it keeps it.
  }
  async destroy(): Promise<void> {
    // As above.
  }
}

const dialectOf = (connection: Connection): Dialect => ({
  createAdapter: () => new TransactionalSqliteAdapter(),
  createDriver: () => new OneConnection(connection),
  createIntrospector: (db) => new SqliteIntrospector(db),
  createQueryCompiler: () => new SqliteQueryCompiler(),
});

/** The query builder over a connection, which stays its owner's to close. */
export const builderOver = <Tables>(connection: Connection): Kysely<Tables> =>
  new Kysely<Tables>({ dialect: dialectOf(connection) });
