import { setImmediate } from 'node:timers/promises';
import type { Connection, Value } from './driver';
import type { Part } from './pages';

const BATCH = 500;

/** What is walked over: a query without its end, and the columns that order it, made unique. */
export interface Source {
  readonly select: Part;
  readonly key: readonly string[];
}

const columnOf = (qualified: string): string => qualified.slice(qualified.indexOf('.') + 1);

const keyValues = (row: unknown, key: readonly string[]): readonly Value[] =>
  key.map((column) => (row as Record<string, Value>)[columnOf(column)] ?? null);

/**
 * Every row, in batches that each begin where the last one ended: no cursor stays open, so that
 * the connection sees what was committed meanwhile, and the process serves others in between.
 */
export async function* walk<R>(
  connection: Connection,
  { select, key }: Source,
): AsyncGenerator<R, void> {
  const columns = key.join(', ');
  const end = `order by ${columns} limit ${String(BATCH)}`;
  const beyond = `and (${columns}) > (${key.map(() => '?').join(', ')})`;
  let rows = connection.prepare<R>(`${select.sql} ${end}`).all(select.values);
  while (rows.length > 0) {
    yield* rows;
    if (rows.length < BATCH) return;
    await setImmediate();
    rows = connection
      .prepare<R>(`${select.sql} ${beyond} ${end}`)
      .all([...select.values, ...keyValues(rows.at(-1), key)]);
  }
}

export async function* mapped<R, T>(
  rows: AsyncIterable<R>,
  itemOf: (row: R) => T,
): AsyncIterable<T> {
  for await (const row of rows) yield itemOf(row);
}
