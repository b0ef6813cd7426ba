import type { TenantId } from '../../kernel/ids';
import type { PageAsked, PageOf } from '../store.port';
import { packed, packedIfId, unpacked } from './ids.codec';
import type { Part, Rows } from './reader';

/** `rows` are the page and, when there is one, the row after it. */
export const pageOf = <R, T>(
  rows: readonly R[],
  limit: number,
  itemOf: (row: R) => T,
  keyOf: (row: R) => string,
): PageOf<T> => {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(itemOf),
    next: last !== undefined && rows.length > limit ? keyOf(last) : null,
  };
};

export const emptyPage = { items: [], next: null } as const;

/**
 * A page of rows with an id, newest first. The query ends with the conditions that choose the rows;
 * `id` is the column that orders them. A cursor that is no id leads nowhere.
 */
export const newestFirst = async <R, T>(
  from: Rows,
  { sql, values }: Part,
  id: string,
  { limit, after }: PageAsked,
  itemOf: (row: R) => T,
): Promise<PageOf<T>> => {
  const before = after === null ? null : packedIfId(after);
  if (before === undefined) return emptyPage;
  const beyond: Part = before
    ? { sql: `and ${id} < ?`, values: [before] }
    : { sql: '', values: [] };
  const rows = await from.all<R & { readonly id: Uint8Array }>(
    `${sql} ${beyond.sql} order by ${id} desc limit ?`,
    [...values, ...beyond.values, limit + 1],
  );
  return pageOf(rows, limit, itemOf, (row) => unpacked(row.id));
};

/** All rows of one tenant in a table. */
export const ofTenant = (table: string, tenantId: TenantId): Part => ({
  sql: `select * from ${table} where tenant = ?`,
  values: [packed(tenantId)],
});
