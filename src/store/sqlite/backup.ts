import { closeSync, fsyncSync, openSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { sqliteDriver } from './driver';

export interface SqliteBackup {
  readonly path: string;
  /** Where the copy goes; it must not be there yet. */
  readonly to: string;
}

const sync = (path: string): void => {
  const file = openSync(path, 'r');
  fsyncSync(file);
  closeSync(file);
};

/**
 * Copies a database as it is at one moment, also while a server writes to it: every commit that
 * was answered before is in the copy. A read transaction holds up no turn, but the WAL grows until
 * it ends. When this returns the copy is whole and on the disk; when it throws there is none.
 */
export async function backUpSqlite({ path, to }: SqliteBackup): Promise<void> {
  const open = await sqliteDriver();
  const source = open(path, { readOnly: true });
  try {
    // For its owner's eyes only. SQLite fills a file that is there and empty.
    closeSync(openSync(to, 'wx', 0o600));
    try {
      source.prepare('vacuum into ?').run([to]);
      sync(to);
      sync(dirname(to));
    } catch (fault) {
      rmSync(to, { force: true });
      throw fault;
    }
  } finally {
    source.close();
  }
}
