import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type Pages = ReadonlyMap<string, string>;

/** The pages that stand in a folder; none where there is no folder. */
export function pagesIn(folder: string): Pages {
  try {
    const names = readdirSync(folder).sort();
    return new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
  } catch {
    return new Map();
  }
}

/** What is wrong with the pages that stand there, a line for each; none when they are fresh. */
export function staleness(there: Pages, due: Pages): readonly string[] {
  const names = [...new Set([...due.keys(), ...there.keys()])].sort();
  return names.flatMap((name) => {
    if (!there.has(name)) return [`${name} is missing`];
    if (!due.has(name)) return [`${name} belongs to no flow`];
    return there.get(name) === due.get(name) ? [] : [`${name} is stale`];
  });
}

/** Makes the folder hold exactly these pages. */
export function writePages(folder: string, due: Pages): void {
  mkdirSync(folder, { recursive: true });
  for (const name of pagesIn(folder).keys()) {
    if (!due.has(name)) rmSync(join(folder, name));
  }
  for (const [name, text] of due) writeFileSync(join(folder, name), text);
}
