import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const leftovers = new Set<() => void>();

process.on('exit', () => {
  // The newest first: a server before the database that it uses.
  for (const remove of [...leftovers].reverse()) remove();
});

/** Something to be removed by what is answered, or at the latest when this process ends. */
export function leftover(remove: () => void): () => void {
  const once = (): void => {
    if (leftovers.delete(once)) remove();
  };
  leftovers.add(once);
  return once;
}

export interface Folder {
  readonly path: string;
  readonly remove: () => void;
}

/** In the given folder, or where the system keeps what is temporary. */
export function temporaryFolder(within: string | undefined): Folder {
  const path = mkdtempSync(join(within ?? tmpdir(), 'cambist-bench-'));
  return { path, remove: leftover(() => rmSync(path, { recursive: true, force: true })) };
}
