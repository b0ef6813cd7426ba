import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { fileCalls, inject, straceIsMissing } from '../system/strace';
import type { System } from '../system/system';
import { onServer } from './fault';

const NO_FILE = 'the database is no file of the server';
/** Milliseconds for which a server is in the hands of strace before it has to be dead. */
const DIES_WITHIN = 500;

const withStrace = ({ files }: System): string | undefined =>
  files === undefined ? NO_FILE : straceIsMissing();

const withPrlimit = ({ files }: System): string | undefined => {
  if (files === undefined) return NO_FILE;
  return has('prlimit') ? undefined : 'prlimit (util-linux) is not installed';
};

const filesOf = ({ files = '' }: System): string[] => [files, `${files}-wal`];

/** Killed in the very system call that would have made something durable, or just before it. */
const killedInSystemCall = onServer(
  'server killed in a system call',
  6,
  async ({ host }, { system, chance, wait }) => {
    const { pid } = host;
    if (pid === undefined) return false;
    const call = chance.oneOf(fileCalls);
    const when = String(chance.whole(1, 40));
    const isDead = await host.isKilledBy(async () => {
      const stop = await inject({ pid, call, files: filesOf(system), what: 'signal=KILL', when });
      await wait(DIES_WITHIN);
      await stop();
    });
    await host.start();
    return isDead;
  },
  withStrace,
);

/** The disk says that it cannot, to every write or to every flush, for a moment. */
const diskFails = onServer(
  'disk failed',
  5,
  async ({ host }, { system, chance, wait }) => {
    const { pid } = host;
    if (pid === undefined) return false;
    const call = chance.oneOf(fileCalls);
    const what = chance.oneOf(['error=EIO', 'error=ENOSPC'] as const);
    const stop = await inject({ pid, call, files: filesOf(system), what, when: '1+' });
    await wait(chance.whole(100, 2_000));
    await stop();
    return true;
  },
  withStrace,
);

/** No file of the server may grow beyond what the database's log has now: every write fails. */
const diskFull = onServer(
  'disk full',
  6,
  async ({ host }, { system, chance, wait }) => {
    const { pid } = host;
    if (pid === undefined) return false;
    limitFiles(pid, String(sizeOf(`${system.files ?? ''}-wal`)));
    await wait(chance.whole(200, 3_000));
    if (host.pid === pid) limitFiles(pid, 'unlimited');
    return true;
  },
  withPrlimit,
);

const limitFiles = (pid: number, bytes: string): void => {
  // The hard limit stays, so that the soft one can be raised again.
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`]);
};

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}

function has(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export const diskFaults = [killedInSystemCall, diskFull, diskFails];
