import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { TYPESCRIPT } from './jobs';
import { leftover } from './leftovers';

export const API_KEY = 'cbk_benchmark';

const root = join(__dirname, '..', '..');
const READY_WITHIN = 120_000;

/** What a server of the benchmark has besides: see `bench/server`. */
export type Extra = 'no-op' | 'turns-of-one';

export interface ServerOptions {
  readonly databaseUrl: string;
  /** The built server as a user starts it when not given. */
  readonly extra?: Extra;
  readonly nodeArgs?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Where its complaints go. */
  readonly folder: string;
}

/** What every process of ours that opens a store is told. */
export const environmentOn = (databaseUrl: string): Readonly<Record<string, string>> => ({
  DATABASE_URL: databaseUrl,
  BOOTSTRAP_API_KEY: API_KEY,
  MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
  LOG_LEVEL: 'info',
});

/** The server as a process of its own, with its log on and thrown away. */
export class Server {
  private constructor(
    readonly url: string,
    /** From the command to the first `GET /readyz` that says yes (ms). */
    readonly startedIn: number,
    private readonly child: ChildProcess,
  ) {}

  static async start(options: ServerOptions): Promise<Server> {
    const port = await freePort();
    const complaints = join(options.folder, `server-${port}.txt`);
    const sink = openSync('/dev/null', 'w');
    const told = openSync(complaints, 'a');
    const began = performance.now();
    const child = spawn(process.execPath, programOf(options), {
      cwd: root,
      env: {
        PATH: process.env['PATH'],
        PORT: String(port),
        BENCH_EXTRA: options.extra,
        ...environmentOn(options.databaseUrl),
        ...options.env,
      },
      stdio: ['ignore', sink, told],
    });
    closeSync(sink);
    closeSync(told);
    child.once(
      'exit',
      leftover(() => child.kill('SIGKILL')),
    );
    const url = `http://127.0.0.1:${port}`;
    while (!(await isReady(url))) {
      if (child.exitCode !== null || performance.now() - began > READY_WITHIN) {
        child.kill('SIGKILL');
        throw new Error(`The server did not start. ${readFileSync(complaints, 'utf8')}`);
      }
      await pause(5);
    }
    return new Server(url, performance.now() - began, child);
  }

  /** Resident memory (KiB). */
  memory(): number {
    const status = readFileSync(`/proc/${String(this.child.pid)}/status`, 'utf8');
    return Number(/^VmRSS:\s*(\d+) kB/m.exec(status)?.[1]);
  }

  /** Lets it drain, as an operator would. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await exited;
  }
}

const programOf = ({ extra, nodeArgs = [] }: ServerOptions): readonly string[] =>
  extra === undefined
    ? [...nodeArgs, join(root, 'dist', 'main.js')]
    : [...TYPESCRIPT, ...nodeArgs, join(root, 'bench', 'server', 'main.ts')];

async function isReady(url: string): Promise<boolean> {
  try {
    const { ok } = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5_000) });
    return ok;
  } catch {
    return false;
  }
}

/** The log goes nowhere, so that nothing could be read from it: the port is chosen beforehand. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
