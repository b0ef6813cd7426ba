import { stripVTControlCharacters } from 'node:util';
import type { Paint } from './paint';

const widthOf = (cell: string): number => Array.from(stripVTControlCharacters(cell)).length;

/** Fills a cell up, to the right unless it is a number. */
export const filled = (cell: string, width: number, isNumber = false): string => {
  const room = ' '.repeat(Math.max(0, width - widthOf(cell)));
  return isNumber ? room + cell : cell + room;
};

/** Cells under each other, two spaces between the columns; no space at the end of a line. */
export function aligned(
  rows: readonly (readonly string[])[],
  numbers: readonly number[] = [],
): readonly string[] {
  const widths = (rows[0] ?? []).map((_cell, column) =>
    Math.max(...rows.map((row) => widthOf(row[column] ?? ''))),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => filled(cell, widths[column] ?? 0, numbers.includes(column)))
      .join('  ')
      .trimEnd(),
  );
}

/** A table with its head; `nothing` is said where it would be empty. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { paint, nothing }: { readonly paint: Paint; readonly nothing: string },
): string {
  if (rows.length === 0) return `${nothing}\n`;
  const titles = head.map((title) => paint('dim', title.toUpperCase()));
  return `${aligned([titles, ...rows]).join('\n')}\n`;
}
