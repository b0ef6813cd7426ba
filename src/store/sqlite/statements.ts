import type { Tables } from './tables';

type Name = keyof Tables;
type Column<T extends Name> = keyof Tables[T] & string;

const placeholders = (columns: readonly string[]): string => columns.map(() => '?').join(', ');

/** An insert that is refused when the key is there already. */
export const insertInto = <T extends Name>(table: T, ...columns: readonly Column<T>[]): string =>
  `insert into ${table} (${columns.join(', ')}) values (${placeholders(columns)})`;

/** An insert that becomes an update of all other columns when the key is there already. */
export const upsertInto = <T extends Name>(
  table: T,
  key: readonly Column<T>[],
  ...rest: readonly Column<T>[]
): string =>
  `${insertInto(table, ...key, ...rest)} on conflict (${key.join(', ')}) do update set ` +
  rest.map((column) => `${column} = excluded.${column}`).join(', ');

/** Changes nothing when the key is there already. */
export const insertNewInto = <T extends Name>(table: T, ...columns: readonly Column<T>[]): string =>
  `${insertInto(table, ...columns)} on conflict do nothing`;

/** All columns of the rows with this key. */
export const selectFrom = <T extends Name>(table: T, ...key: readonly Column<T>[]): string =>
  `select * from ${table} where ${key.map((column) => `${column} = ?`).join(' and ')}`;

export const deleteFrom = <T extends Name>(table: T, ...key: readonly Column<T>[]): string =>
  `delete from ${table} where ${key.map((column) => `${column} = ?`).join(' and ')}`;
