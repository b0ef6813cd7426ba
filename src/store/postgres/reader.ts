import { Pool, type PoolClient } from 'pg';
import type { TenantId } from '../../kernel/ids';
import type { Dialect, Reader, Rows, Value } from '../sql/reader';
import { StoreBusy } from '../store.port';
import {
  clientConfig,
  Connection,
  type ConnectionOptions,
  EVERYBODY,
  type Scope,
  scopeOf,
} from './connection';
import { isLost, isOutdated, isTooSlow } from './faults';

/** PostgreSQL knows by its statistics which index to take. */
export const dialect: Dialect = {
  byIndex: () => '',
  aside: '',
  joinInOrder: 'join',
  idAmongTexts: (id) => id,
};

/** Connections that read, and write what is one statement: as many at once, and no more. */
const MOST_CONNECTIONS = 8;
/** A read that takes longer (ms) is given up. */
const READ_WITHIN = 20_000;

/** Connections that are lent for one piece of work. */
export class Connections implements Reader {
  private readonly pool: Pool;
  private readonly known = new WeakMap<PoolClient, Connection>();

  constructor(options: ConnectionOptions) {
    const limits = { query_timeout: READ_WITHIN, lock_timeout: 5_000 };
    this.pool = new Pool({
      ...clientConfig({ ...options, limits }),
      max: MOST_CONNECTIONS,
      onConnect: (client) => {
        // One that breaks while it is lent is noticed by what is asked of it.
        client.on('error', () => undefined);
        // It goes out before all else on this connection, and when it fails that fails too.
        new Connection(client).prepare(options).catch(() => undefined);
      },
    });
    // An idle connection that breaks is taken out of the pool; the next query makes a new one.
    this.pool.on('error', () => undefined);
  }

  get everywhere(): Rows {
    return this.rowsIn(EVERYBODY);
  }

  of(tenantId: TenantId): Rows {
    return this.rowsIn(scopeOf([tenantId]));
  }

  /**
   * Lends a connection on which only the rows of `scope` are there. When it turns out to be
   * broken the work is done again on another one, so it must be work that may be done twice. All
   * that are idle may be broken, and each is found out one by one.
   */
  async lend<T>(scope: Scope, work: (connection: Connection) => Promise<T>, tries = 1): Promise<T> {
    try {
      return await this.once(scope, work);
    } catch (fault) {
      if (isTooSlow(fault)) throw new StoreBusy({ cause: fault }, 'The database did not answer.');
      const mayHelp = isLost(fault) || isOutdated(fault);
      if (!mayHelp || tries > MOST_CONNECTIONS) throw fault;
    }
    return this.lend(scope, work, tries + 1);
  }

  async close(): Promise<void> {
    if (!this.pool.ended) await this.pool.end();
  }

  private rowsIn(scope: Scope): Rows {
    return {
      dialect,
      all: <R>(sql: string, values: readonly Value[]) =>
        this.lend(scope, (connection) => connection.all<R>(sql, values)),
    };
  }

  private async once<T>(scope: Scope, work: (connection: Connection) => Promise<T>): Promise<T> {
    const client = await this.connect();
    let isBroken = true;
    try {
      const connection = this.connectionOf(client);
      connection.see(scope);
      const result = await work(connection);
      isBroken = false;
      return result;
    } catch (fault) {
      isBroken = isLost(fault) || isOutdated(fault);
      throw fault;
    } finally {
      client.release(isBroken);
    }
  }

  private async connect(): Promise<PoolClient> {
    try {
      return await this.pool.connect();
    } catch (cause) {
      throw new StoreBusy({ cause }, 'The database cannot be reached.');
    }
  }

  private connectionOf(client: PoolClient): Connection {
    const connection = this.known.get(client) ?? new Connection(client);
    this.known.set(client, connection);
    return connection;
  }
}
