import { Client, type ClientBase, type ClientConfig, type QueryResult } from 'pg';
import type { TenantId } from '../../kernel/ids';
import { hexOf, packed } from '../sql/ids.codec';
import type { Value } from '../sql/reader';
import { QueryFault } from './faults';
import { columnReaders } from './types';

/** Whose rows a query is about: see the policies of the first migration. */
export type Scope = string;
export const EVERYBODY: Scope = '*';
export const scopeOf = (tenants: Iterable<TenantId>): Scope =>
  `{${[...tenants].map((tenant) => `"\\\\x${hexOf(packed(tenant))}"`).join(',')}}`;

/** A quiet connection is looked after so soon (ms): by itself the system would take two hours. */
const LOOK_AFTER = 10_000;

/** Longer than this (ms) nobody waits for a connection to be made. */
const CONNECT_WITHIN = 3_000;

export interface ConnectionOptions {
  /** A `DATABASE_URL`. */
  readonly url: string;
  /** The server refuses every change. */
  readonly readOnly?: boolean;
  /** More of the driver's settings: how long things may take. */
  readonly limits?: Pick<
    ClientConfig,
    'query_timeout' | 'lock_timeout' | 'idle_in_transaction_session_timeout'
  >;
}

/** By which PostgreSQL's own lists name us, unless the URL has another one. */
export const APPLICATION = 'cambist';

export const clientConfig = ({ url, limits }: ConnectionOptions): ClientConfig => ({
  connectionString: url,
  fallback_application_name: APPLICATION,
  connectionTimeoutMillis: CONNECT_WITHIN,
  keepAlive: true,
  keepAliveInitialDelayMillis: LOOK_AFTER,
  pipeline: true,
  types: columnReaders,
  ...limits,
});

/** Set on every connection, whatever the role or the database has as its own. */
const settings = ({ readOnly = false }: ConnectionOptions): string =>
  `set timezone = 'UTC'; set datestyle = 'ISO'; set bytea_output = 'hex';
   select set_config('synchronous_commit', 'on', false)
     where current_setting('synchronous_commit') = 'off';
   set default_transaction_read_only = ${readOnly ? 'on' : 'off'}`;

/** Statements are prepared under a name of ours, once for each connection. */
const statements = new Map<string, { readonly name: string; readonly text: string }>();

const statementOf = (sql: string): { readonly name: string; readonly text: string } => {
  const known = statements.get(sql);
  if (known) return known;
  let parameters = 0;
  const text = sql.replaceAll('?', () => `$${String((parameters += 1))}`);
  const statement = { name: `cambist_${String(statements.size)}`, text };
  statements.set(sql, statement);
  return statement;
};

const SET_SCOPE = "select set_config('cambist.tenants', ?, false)";

/** A connection of ours. What is sent together goes out together, and is carried out in order. */
export class Connection {
  private scope: Scope | undefined;

  constructor(private readonly client: ClientBase) {}

  static async open(options: ConnectionOptions): Promise<Connection & { close(): Promise<void> }> {
    const client = new Client(clientConfig(options));
    // A connection that breaks while nobody asks anything of it is noticed by the next query.
    client.on('error', () => undefined);
    const connection = Object.assign(new Connection(client), { close: () => client.end() });
    try {
      await client.connect();
    } catch (cause) {
      throw new QueryFault(cause);
    }
    await connection.prepare(options);
    return connection;
  }

  async prepare(options: ConnectionOptions): Promise<void> {
    await this.script(settings(options));
  }

  /** From here on, and until it is changed, only these tenants' rows are there. */
  see(scope: Scope): void {
    if (scope === this.scope) return;
    this.scope = scope;
    // It goes out before what it is for, and when it fails that fails too.
    this.all(SET_SCOPE, [scope]).catch(() => (this.scope = undefined));
  }

  async all<R>(sql: string, values: readonly (Value | readonly Value[])[]): Promise<readonly R[]> {
    return (await this.prepared(sql, values)).rows as R[];
  }

  /** A change; answers how many rows it has changed. */
  async change(sql: string, values: readonly (Value | readonly Value[])[]): Promise<number> {
    return (await this.prepared(sql, values)).rowCount ?? 0;
  }

  /** Several statements at once, without parameters; the tag of the last one, as `COMMIT`. */
  async script(sql: string): Promise<string> {
    const result = (await faultless(this.client.query(sql))) as QueryResult | QueryResult[];
    const last = Array.isArray(result) ? result.at(-1) : result;
    return last?.command ?? '';
  }

  private prepared(
    sql: string,
    values: readonly (Value | readonly Value[])[],
  ): Promise<QueryResult> {
    return faultless(this.client.query({ ...statementOf(sql), values: [...values] }));
  }
}

const faultless = async <T>(query: Promise<T>): Promise<T> => {
  try {
    return await query;
  } catch (cause) {
    throw new QueryFault(cause);
  }
};
