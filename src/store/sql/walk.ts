import { setImmediate } from 'node:timers/promises';
import type { Part, Rows, Value } from './reader';

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
 * the reader sees what was committed meanwhile, and the process serves others in between.
 */
export async function* walk<R>(from: Rows, { select, key }: Source): AsyncGenerator<R, void> {
  const columns = key.join(', ');
  const end = `order by ${columns} limit ${String(BATCH)}`;
  const beyond = `and (${columns}) > (${key.map(() => '?').join(', ')})`;
  let rows = await from.all<R>(`${select.sql} ${end}`, select.values);
  while (rows.length > 0) {
    yield* rows;
    if (rows.length < BATCH) return;
    await setImmediate();
    rows = await from.all<R>(`${select.sql} ${beyond} ${end}`, [
      ...select.values,
      ...keyValues(rows.at(-1), key),
    ]);
  }
}

export async function* mapped<R, T>(
  rows: AsyncIterable<R>,
  itemOf: (row: R) => T,
): AsyncIterable<T> {
  for await (const row of rows) yield itemOf(row);
}
