import { compact } from '../sql/ids.codec';
import type { Value } from '../sql/reader';
import type { Tables } from '../sql/tables';
import type { NewRow } from '../sql/to-rows';
import type { Connection } from './driver';

type Name = keyof Tables;
type Column<T extends Name> = keyof Tables[T] & string;

/** Writes rows, whose columns are those that `to-rows` gives; answers how many were changed. */
export type Bulk<T extends Name> = (connection: Connection, rows: readonly NewRow<T>[]) => number;

/** Rows of one statement: a call of the driver costs more than what it writes. */
const AT_ONCE = 16;

/** Columns of any type: an id is packed in them, and any other text stays as it is. */
const idsAmongTexts: { readonly [T in Name]?: readonly Column<T>[] } = {
  postings: ['account'],
  anomalies: ['payment'],
  outbox: ['causation'],
  dead_letters: ['causation'],
};

const stored = (value: Value): Value => (typeof value === 'string' ? compact(value) : value);

/** `endOf`: what is behind the values, which may name the columns. */
const insert = <T extends Name>(
  table: T,
  endOf: (columns: readonly string[]) => string,
): Bulk<T> => {
  const among: ReadonlySet<string> = new Set(idsAmongTexts[table]);
  /** By the number of their rows: one, or as many as go into one. */
  const statements = new Map<number, string>();
  const statementFor = (rows: readonly NewRow<T>[]): string => {
    const columns = Object.keys(rows[0] ?? {});
    const row = `(${columns.map(() => '?').join(', ')})`;
    const all = rows.map(() => row).join(', ');
    return `insert into ${table} (${columns.join(', ')}) values ${all} ${endOf(columns)}`;
  };
  const valuesOf = (row: NewRow<T>): readonly Value[] =>
    Object.entries<Value>(row).map(([column, value]) =>
      among.has(column) ? stored(value) : value,
    );
  return (connection, rows) => {
    const write = (some: readonly NewRow<T>[]): number => {
      const sql = statements.get(some.length) ?? statementFor(some);
      statements.set(some.length, sql);
      return connection.prepare(sql).run(some.flatMap(valuesOf));
    };
    const together = rows.length - (rows.length % AT_ONCE);
    let changed = 0;
    for (let at = 0; at < together; at += AT_ONCE) changed += write(rows.slice(at, at + AT_ONCE));
    for (const row of rows.slice(together)) changed += write([row]);
    return changed;
  };
};

/** An insert that is refused when a key is there already. */
export const insertAll = <T extends Name>(table: T): Bulk<T> => insert(table, () => '');

/** Changes nothing where the key is there already; any other conflict is refused. */
export const insertNew = <T extends Name>(table: T, ...key: readonly Column<T>[]): Bulk<T> =>
  insert(table, () => `on conflict (${key.join(', ')}) do nothing`);

/** An insert that becomes an update of all other columns where the key is there already. */
export const upsertAll = <T extends Name>(table: T, ...key: readonly Column<T>[]): Bulk<T> =>
  insert(table, (columns) => {
    const set = columns
      .filter((column) => !(key as readonly string[]).includes(column))
      .map((column) => `${column} = excluded.${column}`);
    return `on conflict (${key.join(', ')}) do update set ${set.join(', ')}`;
  });
