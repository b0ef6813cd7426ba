import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const DATABASE = 'cambist';
const ROLE = 'postgres';
/** A cluster that was killed has its log to replay before it is there again. */
const AT_MOST = { timeout: 120_000 };

/** A PostgreSQL cluster of our own, in a folder of our own: it may be treated badly. */
export class Postgres {
  /** One troublemaker at a time has it all alone. */
  isTaken = false;

  private constructor(
    private readonly bin: string,
    private readonly folder: string,
    readonly port: number,
  ) {}

  /** Makes a cluster with an empty database and starts it. Rejects where PostgreSQL is not installed. */
  static async start(parent: string): Promise<Postgres> {
    const postgres = new Postgres(programs(), join(parent, 'postgres'), await freePort());
    await postgres.make(parent);
    await postgres.control('start');
    await postgres.query(`create database ${DATABASE}`, 'postgres');
    return postgres;
  }

  /** Without a proxy in between. */
  get url(): string {
    return this.urlAt(this.port);
  }

  urlAt(port: number): string {
    return `postgres://${ROLE}@127.0.0.1:${String(port)}/${DATABASE}`;
  }

  /** As if the power had failed, and come back. */
  async crash(): Promise<void> {
    await this.control('restart', '-m', 'immediate');
  }

  /** Ends every connection to the database from the server's side; answers how many. */
  async terminateBackends(): Promise<number> {
    const ended = await this.query(
      `select count(pg_terminate_backend(pid)) from pg_stat_activity
       where datname = '${DATABASE}' and pid <> pg_backend_pid()`,
    );
    return Number(ended);
  }

  async query(sql: string, database = DATABASE): Promise<string> {
    const address = `postgres://${ROLE}@127.0.0.1:${String(this.port)}/${database}`;
    const { stdout } = await run(join(this.bin, 'psql'), ['-Atqc', sql, address], AT_MOST);
    return stdout.trim();
  }

  /** Synchronous, so that it can stand in an exit handler too. */
  stop(): void {
    if (!existsSync(join(this.folder, 'data', 'postmaster.pid'))) return;
    const [command, ...args] = this.asItsUser('pg_ctl', '-D', this.data, '-m', 'immediate', 'stop');
    execFileSync(command, args, { ...AT_MOST, stdio: 'ignore' });
  }

  private get data(): string {
    return join(this.folder, 'data');
  }

  private async make(parent: string): Promise<void> {
    mkdirSync(this.folder);
    if (isRoot()) {
      // initdb refuses to run as root; its user has to reach the folder.
      chmodSync(parent, 0o711);
      const [uid, gid] = ['-u', '-g'].map((which) =>
        Number(execFileSync('id', [which, ROLE]).toString()),
      );
      chownSync(this.folder, uid!, gid!);
    }
    await this.asked('initdb', '-D', this.data, '-U', ROLE, '-A', 'trust', '-E', 'UTF8');
  }

  private async control(action: 'start' | 'restart', ...more: string[]): Promise<void> {
    const settings = `-p ${String(this.port)} -c listen_addresses=127.0.0.1 -k ${this.folder}`;
    const log = join(this.folder, 'log');
    await this.asked('pg_ctl', '-D', this.data, '-l', log, '-o', settings, '-w', ...more, action);
  }

  private async asked(program: string, ...args: string[]): Promise<void> {
    const [command, ...rest] = this.asItsUser(program, ...args);
    await run(command, rest, AT_MOST);
  }

  private asItsUser(program: string, ...args: string[]): [string, ...string[]] {
    const command = [join(this.bin, program), ...args] as const;
    return isRoot() ? ['runuser', '-u', ROLE, '--', ...command] : [...command];
  }
}

const isRoot = (): boolean => process.getuid?.() === 0;

/** Where the newest PostgreSQL of this machine keeps its programs. */
function programs(): string {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian)
    ? readdirSync(debian)
        .map(Number)
        .sort((a, b) => b - a)
    : [];
  const [newest] = versions;
  if (newest !== undefined) return join(debian, String(newest), 'bin');
  try {
    return execFileSync('pg_config', ['--bindir']).toString().trim();
  } catch (cause) {
    throw new Error('There is no PostgreSQL here; `--store sqlite` does without.', { cause });
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
