import type { TenantId } from '../../kernel/ids';

/** What may be bound. Money is text; a number must be a whole one. */
export type Value = string | number | bigint | boolean | Uint8Array | null;

/** What two databases say differently in a query that they otherwise share. */
export interface Dialect {
  /** Behind a table: the index to go by, where the database has to be told. */
  readonly byIndex: (index: string) => string;
  /** Before a column: keeps its condition from choosing the index. */
  readonly aside: string;
  /** A join that is gone through from its left to its right. */
  readonly joinInOrder: string;
  /** What an id is compared to in a column that takes other texts too. */
  readonly idAmongTexts: (id: string) => Value;
}

/** A place where queries are run. Parameters are written `?`. */
export interface Rows {
  readonly dialect: Dialect;
  /** Integers come back as bigint, ids and hashes as bytes. */
  all<R>(sql: string, values: readonly Value[]): Promise<readonly R[]>;
}

/** The reading side of a database. */
export interface Reader {
  /** For what is one tenant's: a database that can keeps all other rows out of sight. */
  of(tenantId: TenantId): Rows;
  /** For what is asked about all tenants at once. */
  readonly everywhere: Rows;
}

/** A part of a query and what is bound in it. */
export interface Part {
  readonly sql: string;
  readonly values: readonly Value[];
}
