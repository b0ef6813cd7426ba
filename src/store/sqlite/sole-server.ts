import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { bareConnection } from './driver';

/** Kept by whoever serves a database, and let go of by the system when the process ends. */
export interface SoleServer {
  release(): void;
}

const TAKEN =
  'Another server runs on this database: stop it, or give this one a DATABASE_URL of its own.';

/**
 * Lets one process at a time serve a database file. The lock is SQLite's own, on a file beside it,
 * so that it works wherever SQLite does and no kill can leave it behind. Who only reads needs none.
 */
export async function beSoleServer(path: string): Promise<SoleServer> {
  mkdirSync(dirname(path), { recursive: true });
  const lock = await bareConnection(`${path}.lock`);
  try {
    lock.exec('pragma busy_timeout = 0');
    lock.exec('begin exclusive');
  } catch (cause) {
    lock.close();
    throw new Error(TAKEN, { cause });
  }
  return {
    release: () => {
      lock.exec('rollback');
      lock.close();
    },
  };
}
