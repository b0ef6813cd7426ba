import type { Value } from '../sql/reader';
import type { Tables } from '../sql/tables';
import type { NewRow } from '../sql/to-rows';
import { columnTypes, type Type, type Types } from './columns';

type Name = keyof Tables;
type Column<T extends Name> = keyof Tables[T] & string;

/**
 * One statement over any number of rows: they are given as one parameter for each column `C` of
 * the table `T`. It gives back rows `R`.
 */
export interface Bulk<T extends Name, C extends Column<T> = Column<T>, R = never> {
  readonly sql: string;
  /** Of the type only: what the statement gives back. */
  readonly gives?: R;
  readonly valuesOf: (rows: readonly Pick<NewRow<T>, C>[]) => readonly (Value | readonly Value[])[];
  /** Every row that is given is written, or the statement fails. */
  readonly writesAll?: true;
}

const allOf = <T extends Name>(table: T): readonly Column<T>[] =>
  Object.keys(columnTypes[table]) as Column<T>[];

/** PostgreSQL's text holds every character but one. */
const storable = (value: Value): Value =>
  typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;

/** How the values of all rows are given for a column of a type. */
interface Given {
  readonly sql: string;
  readonly valueOf: (values: readonly Value[]) => Value | readonly Value[];
}

const asArrayOf = (type: string): Given => ({
  sql: `?::${type}[]`,
  valueOf: (values) => values.map(storable),
});

/** Before each text of JSON, which has no such sign in it (RFC 7464). */
const RECORD_SEPARATOR = '\u001e';

/**
 * As elements of an array, each of their many quotes would cost a backslash here and there. What is
 * before the first separator is no text of ours: it is left out.
 */
const asTextsOfJson = (type: string): Given => ({
  sql: `(string_to_array(?, chr(${String(RECORD_SEPARATOR.charCodeAt(0))})))[2:]::${type}[]`,
  valueOf: (values) => ['', ...values].join(RECORD_SEPARATOR),
});

const givenAs = (type: Type): Given => {
  if (type === 'text of json') return asTextsOfJson('text');
  return type === 'json' ? asTextsOfJson('json') : asArrayOf(type);
};

/** A statement over rows that are given with these columns of a table; they come as `given`. */
export const bulk = <T extends Name, C extends Column<T>, R = never>(
  table: T,
  columns: readonly C[],
  sqlOver: (source: string) => string,
): Bulk<T, C, R> => {
  const types: Types<T> = columnTypes[table];
  const given = columns.map((column) => ({ column, ...givenAs(types[column]) }));
  const parameters = given.map(({ sql }) => sql).join(', ');
  return {
    sql: sqlOver(`unnest(${parameters}) as given(${columns.join(', ')})`),
    valuesOf: (rows) => given.map(({ column, valueOf }) => valueOf(rows.map((row) => row[column]))),
  };
};

/**
 * An insert that is refused when a key is there already. Rows go in sorted by their first three
 * columns, so that two instances never wait for each other's.
 */
export const insertAll = <T extends Name>(table: T, onConflict = ''): Bulk<T> => ({
  ...inserted(table, onConflict),
  writesAll: true,
});

const inserted = <T extends Name>(table: T, onConflict: string): Bulk<T> =>
  bulk(table, allOf(table), (source) => {
    const columns = allOf(table);
    const order = columns.slice(0, 3).join(', ');
    return `insert into ${table} (${columns.join(', ')}) select * from ${source} order by ${order} ${onConflict}`;
  });

/** Changes nothing where the key is there already. */
export const insertNew = <T extends Name>(table: T): Bulk<T> =>
  inserted(table, 'on conflict do nothing');

/** An insert that becomes an update of all other columns where the key is there already. */
export const upsertAll = <T extends Name>(table: T, ...key: readonly Column<T>[]): Bulk<T> => {
  const set = allOf(table)
    .filter((column) => !key.includes(column))
    .map((column) => `${column} = excluded.${column}`);
  return insertAll(table, `on conflict (${key.join(', ')}) do update set ${set.join(', ')}`);
};

const same = (table: string, columns: readonly string[]): string =>
  columns.map((column) => `${table}.${column} = given.${column}`).join(' and ');

/** Changes some columns of the rows with these keys, and nothing where there is no such row. */
export const updateAll = <T extends Name, K extends Column<T>, C extends Column<T>>(
  table: T,
  key: readonly K[],
  ...changed: readonly C[]
): Bulk<T, K | C> =>
  bulk(table, [...key, ...changed], (source) => {
    const set = changed.map((column) => `${column} = given.${column}`).join(', ');
    return `update ${table} set ${set} from ${source} where ${same(table, key)}`;
  });

export const deleteAll = <T extends Name, K extends Column<T>>(
  table: T,
  ...key: readonly K[]
): Bulk<T, K> =>
  bulk(table, key, (source) => `delete from ${table} using ${source} where ${same(table, key)}`);

/** The rows with these keys, locked until the transaction ends, in the order of their keys. */
export const lockAll = <T extends Name, K extends Column<T>>(
  table: T,
  ...key: readonly K[]
): Bulk<T, K, Tables[T]> => {
  const order = key.map((column) => `${table}.${column}`).join(', ');
  return bulk(
    table,
    key,
    (source) => `select ${table}.* from ${table} join ${source} on ${same(table, key)}
      order by ${order} for update of ${table}`,
  );
};

/** The rows with these keys. */
export const selectAll = <T extends Name, K extends Column<T>>(
  table: T,
  ...key: readonly K[]
): Bulk<T, K, Tables[T]> =>
  bulk(
    table,
    key,
    (source) => `select ${table}.* from ${table} join ${source} on ${same(table, key)}`,
  );
