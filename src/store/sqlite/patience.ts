import { setTimeout as pause } from 'node:timers/promises';
import { StoreBusy } from '../store.port';
import type { Connection } from './driver';
import { isFull, wordsOf } from './fault-words';

/** How long SQLite itself waits for a lock: all of the process stands still meanwhile (ms). */
const STANDSTILL = 50;
/** How long a write is tried again while another process holds the database (ms). */
const PATIENCE = 5_000;

/** From now on a lock that somebody else holds is told at once; see `patiently`. */
export const waitBriefly = (connection: Connection): void => {
  connection.exec(`pragma busy_timeout = ${String(STANDSTILL)}`);
};

/** Of one statement, or of a `begin immediate`, this says that nothing of it was done. */
const isBusy = (fault: unknown): boolean => wordsOf(fault).includes('database is locked');

/**
 * Does `write`, and while another process holds the database does it again after a pause in which
 * everything else goes on. Rejects with a `StoreBusy` when that takes too long, and at once when the
 * disk is full.
 */
export async function patiently<T>(write: () => T, patience = PATIENCE): Promise<T> {
  const until = performance.now() + patience;
  for (let wait = 10; ; wait = Math.min(2 * wait, 100)) {
    try {
      return write();
    } catch (fault) {
      if (isFull(fault)) throw new StoreBusy({ cause: fault }, 'The disk is full.');
      if (!isBusy(fault)) throw fault;
      if (performance.now() > until) throw new StoreBusy({ cause: fault });
    }
    await pause(wait);
  }
}
