import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

/** What SQLite does to its files, by the names that its builds use for it. */
const systemCalls = {
  write: ['pwrite64', 'write'],
  flush: ['fsync', 'fdatasync'],
} as const;
export type FileCall = keyof typeof systemCalls;
export const fileCalls = Object.keys(systemCalls) as FileCall[];

export interface Injection {
  readonly pid: number;
  readonly call: FileCall;
  /** Only calls on these files. */
  readonly files: readonly string[];
  /** In the words of strace: `signal=KILL`, `error=EIO`. */
  readonly what: 'signal=KILL' | 'error=EIO' | 'error=ENOSPC';
  /** From which such call on, counted for each thread; `3` is the third alone, `3+` it and all after. */
  readonly when: string;
}

const ATTACHED_WITHIN = 60_000;
const LETS_GO_WITHIN = 10_000;

/** Why system calls cannot be tampered with here; undefined when they can. */
export const straceIsMissing = (): string | undefined =>
  spawnSync('strace', ['-V']).status === 0 ? undefined : 'strace is not installed';

/** Makes system calls of a running process fail or kill it. Resolves when that has begun; the answer ends it. */
export async function inject({ pid, call, files, what, when }: Injection) {
  const names = systemCalls[call].join(',');
  const child = spawn(
    'strace',
    [
      ...['-f', '-o', '/dev/null', '-p', String(pid), '-e', `trace=${names}`],
      ...['-e', `inject=${names}:${what}:when=${when}`],
      ...files.flatMap((file) => ['-P', file]),
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = once(child, 'exit');
  const attached = new Promise<void>((resolve) => {
    child.stderr.on('data', (chunk: Buffer) => {
      if (chunk.includes('attached')) resolve();
    });
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), ATTACHED_WITHIN);
  await Promise.race([attached, ended]);
  clearTimeout(timer);
  return async (): Promise<void> => {
    // A SIGTERM has strace let go of the process; ended by SIGKILL it would leave it standing. Only
    // for one that died in its hands it may wait for ever.
    child.kill('SIGTERM');
    const tooLong = setTimeout(() => child.kill('SIGKILL'), LETS_GO_WITHIN);
    await ended;
    clearTimeout(tooLong);
  };
}
