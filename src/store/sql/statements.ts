import type { Tables } from './tables';

type Name = keyof Tables;
type Column<T extends Name> = keyof Tables[T] & string;

const placeholders = (columns: readonly string[]): string => columns.map(() => '?').join(', ');

/** An insert that is refused when the key is there already. */
export const insertInto = <T extends Name>(table: T, ...columns: readonly Column<T>[]): string =>
  `insert into ${table} (${columns.join(', ')}) values (${placeholders(columns)})`;

/** All columns of the rows with this key. */
export const selectFrom = <T extends Name>(table: T, ...key: readonly Column<T>[]): string =>
  `select * from ${table} where ${key.map((column) => `${column} = ?`).join(' and ')}`;

export const deleteFrom = <T extends Name>(table: T, ...key: readonly Column<T>[]): string =>
  `delete from ${table} where ${key.map((column) => `${column} = ?`).join(' and ')}`;
