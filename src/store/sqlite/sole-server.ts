import { dirname } from 'node:path';
import { makeFolder } from '../../kernel/folders';
import { StoreInUse } from '../store.port';
import { bareConnection } from './driver';

/** Kept by whoever serves a file, and let go of by the system when the process ends. */
export interface SoleServer {
  release(): void;
}

const TAKEN =
  'Another server runs on this database: stop it, or give this one a DATABASE_URL of its own.';

/**
 * Lets one process at a time serve a file; another is told that it is taken. The lock is SQLite's
 * own, on a file beside it, so that it works wherever SQLite does and no kill can leave it behind.
 * A process that only reads needs none.
 */
export async function beSoleServer(path: string, taken = TAKEN): Promise<SoleServer> {
  makeFolder(dirname(path));
  const lock = await bareConnection(`${path}.lock`);
  try {
    lock.exec('pragma busy_timeout = 0');
    lock.exec('begin exclusive');
  } catch (cause) {
    lock.close();
    throw new StoreInUse(taken, { cause });
  }
  return {
    release: () => {
      lock.exec('rollback');
      lock.close();
    },
  };
}
