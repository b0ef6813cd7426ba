import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Loaded, LoadPlan } from './jobs/load';
import type { Asking } from './load/bodies';
import { call, checkBooks, openAccounts } from './machinery/api';
import { freshDatabase, type Database, type StoreName } from './machinery/databases';
import { slowFsync } from './machinery/fsync-delay';
import { job } from './machinery/jobs';
import { temporaryFolder, type Folder } from './machinery/leftovers';
import { API_KEY, Server, type Extra } from './machinery/servers';
import type { Options } from './options';

const ACCOUNTS = 1_000;
const CLIENTS = 64;
const WARM_UP = 2;
/** After more flows than this the books are balanced, and not verified event by event. */
const VERIFIED = 20_000;

export const PROFILES = join(__dirname, 'profiles');

/** A running server with its accounts. */
export interface Company {
  readonly server: Server;
  readonly accounts: readonly string[];
}

export interface CompanyOptions {
  readonly accounts?: number;
  /** Instead of one of its own. */
  readonly database?: Database;
  readonly extra?: Extra;
  /** A disk whose fsync takes a millisecond more. */
  readonly isSlow?: boolean;
}

export interface ServeOptions extends Omit<CompanyOptions, 'accounts'> {
  /** In profiles. */
  readonly name: string;
  readonly database: Database;
}

const paths: Readonly<Record<Asking, string>> = {
  transfer: '/v1/transfers',
  withdrawal: '/v1/withdrawals',
  bulk: '/v1/bulk',
};

/** What a case may use: databases, servers and loads, all of them gone when it is over. */
export class Bench {
  private readonly place: Folder;
  private readonly databases: Database[] = [];
  private readonly servers = new Set<Server>();
  private readonly warm = new Set<string>();
  private flows = 0;
  private seed = 1;

  constructor(
    readonly options: Options,
    readonly store: StoreName,
    private readonly caseId: string,
  ) {
    this.place = temporaryFolder(options.folder);
  }

  /** For the files of this case. */
  get folder(): string {
    return this.place.path;
  }

  database(isSlow = false): Database {
    const database = freshDatabase(this.store, { folder: this.folder, isSlow });
    this.databases.push(database);
    return database;
  }

  async serve({ name, database, extra, isSlow = false }: ServeOptions): Promise<Server> {
    const server = await Server.start({
      databaseUrl: database.url,
      folder: this.folder,
      nodeArgs: this.profiling(name),
      // In PostgreSQL's case its own processes are the slow ones.
      env: isSlow && this.store === 'sqlite' ? slowFsync(this.folder) : {},
      ...(extra !== undefined && { extra }),
    });
    this.servers.add(server);
    return server;
  }

  /** Before the case is over: for a database that another process is to open. */
  async stop(server: Server): Promise<void> {
    this.servers.delete(server);
    await server.stop();
  }

  /** A server on a database of its own. */
  async company(name: string, options: CompanyOptions = {}): Promise<Company> {
    const { accounts = ACCOUNTS, database = this.database(options.isSlow), ...rest } = options;
    const server = await this.serve({ name, database, ...rest });
    return { server, accounts: await openAccounts(server.url, accounts) };
  }

  /** Sends a load from a process of its own; a server's first one is preceded by a warm-up. */
  async load(company: Company, plan: Partial<LoadPlan> = {}): Promise<Loaded> {
    const { url } = company.server;
    const asking = plan.asking ?? 'transfer';
    const path = plan.path ?? paths[asking];
    const whole: LoadPlan = {
      url,
      apiKey: API_KEY,
      path,
      asking,
      accounts: company.accounts,
      clients: CLIENTS,
      seconds: this.options.seconds,
      requests: Number.MAX_SAFE_INTEGER,
      seed: this.seed++ * 1_000,
      ...plan,
    };
    if (plan.requests === undefined && !this.warm.has(url + path)) {
      this.warm.add(url + path);
      await job('load', { ...whole, seconds: WARM_UP, requests: Number.MAX_SAFE_INTEGER });
    }
    const loaded = await job<LoadPlan, Loaded>('load', whole);
    this.flows += loaded.answered;
    return loaded;
  }

  /** Runs a job; its process is profiled when servers are. `isSlow`: so are its fsyncs. */
  job<In extends object, Out>(name: string, given: In, isSlow = false): Promise<Out> {
    const env = isSlow ? slowFsync(this.folder) : {};
    return job(name, given, { nodeArgs: this.profiling(name), env });
  }

  /** Until every withdrawal has ended. */
  async settled({ server: { url } }: Company): Promise<void> {
    const path = '/v1/withdrawals?status=pending&limit=1';
    while ((await call<{ readonly data: readonly unknown[] }>(url, 'GET', path)).data.length > 0) {
      await pause(20);
    }
  }

  /** Throws when a server of this case keeps wrong books. */
  async checkBooks(): Promise<void> {
    // In a profile it would stand before everything else.
    const isThorough = this.flows <= VERIFIED && !this.options.profile;
    for (const { url } of this.servers) await checkBooks(url, isThorough);
  }

  async close(): Promise<void> {
    await Promise.all([...this.servers].map((server) => server.stop()));
    for (const database of this.databases) database.drop();
    this.place.remove();
  }

  private profiling(name: string): readonly string[] {
    if (!this.options.profile) return [];
    mkdirSync(PROFILES, { recursive: true });
    const file = `${this.caseId}-${this.store}-${name}-${Date.now()}.cpuprofile`;
    return ['--cpu-prof', `--cpu-prof-dir=${PROFILES}`, `--cpu-prof-name=${file}`];
  }
}
