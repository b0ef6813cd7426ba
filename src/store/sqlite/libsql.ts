import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Bound, RawDriver, RawStatement } from './raw-driver';

/** What of libsql is used; its own types promise more than it does. */
interface LibsqlStatement {
  raw(on: boolean): this;
  safeIntegers(on: boolean): this;
  columns(): readonly { readonly name: string }[];
  readonly reader: boolean;
  run(values: readonly Bound[]): { readonly changes: number };
  all(values: readonly Bound[]): readonly (readonly unknown[])[];
  get(values: readonly Bound[]): readonly unknown[] | undefined;
}
interface LibsqlDatabase {
  exec(sql: string): void;
  prepare(sql: string): LibsqlStatement;
  close(): void;
}
type Libsql = new (path: string) => LibsqlDatabase;

/** Rows are read raw and named here: libsql's own objects carry a `_metadata` of their own. */
const rowMaker = (columns: readonly string[]) => (values: readonly unknown[]) => {
  const row: Record<string, unknown> = {};
  columns.forEach((column, index) => (row[column] = values[index]));
  return row;
};

const prepared = (database: LibsqlDatabase, sql: string): LibsqlStatement => {
  const statement = database.prepare(sql);
  statement.safeIntegers(true);
  if (statement.reader) statement.raw(true);
  return statement;
};

/**
 * One statement for `all` and another for `get`, prepared when it is first used: libsql 0.5 does
 * not reset a statement after `all`, and a `get` on it answers with the values of that `all`.
 */
const statementOf = (database: LibsqlDatabase, sql: string): RawStatement => {
  const statement = prepared(database, sql);
  const rowOf = rowMaker(statement.columns().map(({ name }) => name));
  let getter: LibsqlStatement | undefined;
  return {
    // Values go in one list: libsql would take a lone object for named parameters, and abort.
    run: (values) => statement.run(values).changes,
    get: (values) => {
      getter ??= prepared(database, sql);
      const row = getter.get(values);
      return row && rowOf(row);
    },
    all: (values) => statement.all(values).map(rowOf),
  };
};

/** libsql ignores `readonly`; SQLite itself honours it in a file's URI. */
const addressOf = (path: string, readOnly: boolean): string => {
  if (!readOnly) return path;
  if (!existsSync(path)) throw new Error(`There is no database at ${path}.`);
  return `${pathToFileURL(path).href}?mode=ro`;
};

export const loadLibsql = async (): Promise<RawDriver> => {
  const { default: loaded } = await import('libsql');
  const Database = loaded as unknown as Libsql;
  return (path, { readOnly = false }) => {
    const database = new Database(addressOf(path, readOnly));
    return {
      exec: (sql) => database.exec(sql),
      prepare: (sql) => statementOf(database, sql),
      close: () => database.close(),
    };
  };
};
