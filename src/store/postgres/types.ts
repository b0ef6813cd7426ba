import { types, type CustomTypesConfig } from 'pg';

/** What each type is read as: the same values that SQLite gives, so that one codec reads both. */
const { BOOL, BYTEA, INT8, JSON, TEXT, TIMESTAMPTZ } = types.builtins;

/** `2026-11-21 10:00:00.5+00`, as PostgreSQL writes it in UTC, as an instant. */
export const instantFrom = (text: string): string =>
  `${text.slice(0, 10)}T${text.slice(11, 19)}.${text.slice(20, -3).padEnd(3, '0')}Z`;

const bytes = types.getTypeParser(BYTEA) as (text: string) => unknown;
const truth = types.getTypeParser(BOOL) as (text: string) => unknown;
const asItStands = (text: string): string => text;

const parsers: ReadonlyMap<number, (text: string) => unknown> = new Map<
  number,
  (text: string) => unknown
>([
  [INT8, BigInt],
  [BYTEA, bytes],
  [BOOL, truth],
  [TIMESTAMPTZ, instantFrom],
  [JSON, asItStands],
  [TEXT, asItStands],
]);

/** All other types, money among them, are read as their text. */
export const columnReaders: CustomTypesConfig = {
  getTypeParser: ((oid: number) => parsers.get(oid) ?? asItStands) as never,
};
