import type { Tables } from './tables';

type Name = keyof Tables;
type Column<T extends Name> = keyof Tables[T] & string;

/** All columns of the rows with this key. */
export const selectFrom = <T extends Name>(table: T, ...key: readonly Column<T>[]): string =>
  `select * from ${table} where ${key.map((column) => `${column} = ?`).join(' and ')}`;

export const deleteFrom = <T extends Name>(table: T, ...key: readonly Column<T>[]): string =>
  `delete from ${table} where ${key.map((column) => `${column} = ?`).join(' and ')}`;
