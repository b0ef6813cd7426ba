import { statSync } from 'node:fs';
import { StoreBusy } from '../store.port';
import { MEMORY } from './driver';

/** What a file is, whatever it is called. */
const identityOf = (path: string): string => {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? 'gone' : `${String(found.dev)} ${String(found.ino)}`;
};

/**
 * Remembers which files a database is in, and gives a check that throws when they are others:
 * SQLite goes on writing into a file that was deleted, and nobody would ever find it again.
 */
export function sameFiles(path: string): () => void {
  if (path === MEMORY) return () => undefined;
  const files = [path, `${path}-wal`];
  const known = files.map(identityOf);
  return () => {
    const now = files.map(identityOf);
    if (now.some((identity, index) => identity !== known[index])) {
      throw new StoreBusy({}, 'The database is no longer in the file that was opened.');
    }
  };
}
