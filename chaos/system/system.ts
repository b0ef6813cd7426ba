import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Options } from '../options';
import { Host } from './host';
import { Postgres } from './postgres';
import { Proxy } from './proxy';

const run = promisify(execFile);
const DIST = join(__dirname, '..', '..', 'dist');
const COMMAND_LINE = join(DIST, 'cli', 'main.js');
const SKEWED_CLOCK = pathToFileURL(join(__dirname, 'skewed-clock.mjs')).href;
const VERIFIED_WITHIN = 30 * 60_000;

export const API_KEY = 'cbk_chaos';
const MASTER_KEY = Buffer.alloc(32, 11).toString('base64');

/** A server, and the clock that it looks at. */
export interface Server {
  readonly host: Host;
  /** Makes its clock wrong by so many milliseconds, from now on. */
  readonly skew: (milliseconds: number) => void;
}

/** The real processes: servers, simulator, database, and the network in between. */
export class System {
  private constructor(
    readonly servers: readonly Server[],
    readonly simulator: Host | undefined,
    readonly postgres: Postgres | undefined,
    readonly proxy: Proxy | undefined,
    private readonly database: string,
  ) {}

  /**
   * Everything listens when this resolves; data and logs are in the folder. Servers get more
   * variables where they are given.
   */
  static async start(
    options: Options,
    folder: string,
    more: Readonly<Record<string, string>> = {},
  ): Promise<System> {
    const postgres = options.store === 'postgres' ? await Postgres.start(folder) : undefined;
    if (postgres !== undefined) process.once('exit', () => postgres.stop());
    const proxy = postgres && (await Proxy.to(postgres.port));
    const database = postgres?.url ?? `sqlite:${join(folder, 'cambist.db')}`;
    const seenByServers = postgres && proxy ? postgres.urlAt(proxy.port) : database;
    const simulator = options.simulator === 'alone' ? simulatorIn(folder) : undefined;
    await simulator?.start();
    const servers = Array.from({ length: options.instances }, (_none, at) =>
      serverIn(folder, `server ${String(at + 1)}`, {
        ...more,
        DATABASE_URL: seenByServers,
        ...(simulator && { SIMULATOR_URL: simulator.url }),
      }),
    );
    // One after another: the first one makes the schema and the key.
    for (const { host } of servers) await host.start();
    return new System(servers, simulator, postgres, proxy, database);
  }

  /** The database's file, where it is one. */
  get files(): string | undefined {
    return this.postgres === undefined ? this.database.slice('sqlite:'.length) : undefined;
  }

  /** The servers in turn, whatever the number. */
  urlInTurn(turn: number): string {
    return this.servers[turn % this.servers.length]!.host.url;
  }

  /** Every process with a life of its own. */
  get hosts(): readonly Host[] {
    const hosts = this.servers.map(({ host }) => host);
    return this.simulator === undefined ? hosts : [...hosts, this.simulator];
  }

  /** Takes back every fault: everything runs, and tells the right time. */
  async heal(): Promise<void> {
    this.proxy?.heal();
    for (const { skew } of this.servers) skew(0);
    for (const host of this.hosts) {
      host.wake();
      await host.start();
    }
  }

  /** What `cambist verify` says of the books, beside the running servers. */
  async verify(): Promise<Verified> {
    const env = { PATH: process.env['PATH'], DATABASE_URL: this.database, MASTER_KEY };
    const options = { env, timeout: VERIFIED_WITHIN, maxBuffer: 16 * 1024 * 1024 };
    const asked = run(process.execPath, [COMMAND_LINE, 'verify', '--json'], options);
    // Exit code 1 means that something is broken, and what is printed says what.
    const { stdout } = await asked.catch((fault: unknown) => {
      const { stdout: printed = '' } = fault as { readonly stdout?: string };
      if (printed === '') throw fault;
      return { stdout: printed };
    });
    return JSON.parse(stdout) as Verified;
  }

  /** Ends every process, whatever state it is in. */
  async stop(): Promise<void> {
    for (const host of this.hosts) {
      host.wake();
      await host.kill();
    }
    await this.proxy?.close();
    this.postgres?.stop();
  }
}

export interface Verified {
  readonly ok: boolean;
  readonly checks: readonly {
    readonly name: string;
    readonly ok: boolean;
    readonly checked: number;
    readonly firstViolation: string | null;
  }[];
}

function serverIn(folder: string, name: string, env: Readonly<Record<string, string>>): Server {
  const logs = join(folder, 'logs');
  mkdirSync(logs, { recursive: true });
  const clock = join(folder, `${name}.clock`);
  const host = new Host({
    name,
    args: ['--import', SKEWED_CLOCK, join(DIST, 'main.js')],
    log: join(logs, `${name}.log`),
    env: (port) => ({
      ...env,
      PORT: String(port),
      LOG_LEVEL: 'info',
      MASTER_KEY,
      BOOTSTRAP_API_KEY: API_KEY,
      CHAOS_CLOCK: clock,
    }),
  });
  return { host, skew: (milliseconds) => writeFileSync(clock, String(milliseconds)) };
}

function simulatorIn(folder: string): Host {
  mkdirSync(join(folder, 'logs'), { recursive: true });
  const record = join(folder, 'simulator.jsonl');
  return new Host({
    name: 'simulator',
    args: [COMMAND_LINE, 'simulator', '--record', record],
    arguments: (port) => ['--port', String(port)],
    log: join(folder, 'logs', 'simulator.log'),
    env: () => ({}),
  });
}
