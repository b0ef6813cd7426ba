import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Skipped } from '../skipped';

const SOURCE = join(__dirname, '..', 'fsync-delay.c');
const DELAY_US = 1_000;

/**
 * What a process needs in its environment for each of its fsyncs to take a millisecond more. For
 * PostgreSQL it is the database server that must be started so: `BENCH_SLOW_POSTGRES_URL`.
 */
export function slowFsync(folder: string): Readonly<Record<string, string>> {
  if (process.platform !== 'linux') throw new Skipped('fsync is slowed by LD_PRELOAD: Linux only');
  const library = join(folder, 'fsync-delay.so');
  const { error, status, stderr } = spawnSync(
    'cc',
    ['-O2', '-shared', '-fPIC', '-o', library, SOURCE, '-ldl'],
    { encoding: 'utf8' },
  );
  if (error !== undefined) throw new Skipped('there is no C compiler (cc) to build fsync-delay.c');
  if (status !== 0) throw new Error(stderr);
  return { LD_PRELOAD: library, FSYNC_DELAY_US: String(DELAY_US) };
}
