import { Client } from 'pg';
import { nameOfThisLife } from '../../kernel/ids';
import { Peers } from '../store.port';
import { clientConfig, type ConnectionOptions, EVERYBODY } from './connection';
import type { Connections } from './reader';

/** Says nothing but «look»: what there is to see is always read. */
const CHANNEL = 'cambist';
/** Commits that follow each other so closely (ms) are told of once. */
const TELL_AFTER = 10;
/** A lost connection is made again so often (ms). */
const LISTEN_AGAIN_AFTER = 500;
/** Held by whoever begins what may be begun once. */
const ALONE = 7_301_949_186_232;
/** Longer than this (ms) nobody is waited for. */
const ALONE_WITHIN = 30_000;

/** The other instances on the same database: LISTEN and NOTIFY, on connections beside the turns. */
export class PostgresPeers extends Peers {
  /** Our own news are none to us. */
  private readonly name = nameOfThisLife();
  private readonly looks = new Set<() => void>();
  private listener: Client | undefined;
  private telling: NodeJS.Timeout | undefined;
  private waiting: NodeJS.Timeout | undefined;
  private isClosed = false;

  constructor(
    private readonly options: ConnectionOptions,
    private readonly connections: Connections,
  ) {
    super();
  }

  /** A connection of its own holds the lock, so that a process that dies lets go of it. */
  override async alone<T>(work: () => Promise<T>): Promise<T> {
    const limits = { lock_timeout: ALONE_WITHIN };
    const client = new Client(clientConfig({ ...this.options, limits }));
    client.on('error', () => undefined);
    await client.connect();
    try {
      await client.query(`select pg_advisory_lock(${String(ALONE)})`);
      return await work();
    } finally {
      await client.end();
    }
  }

  override onNews(look: () => void): () => void {
    this.looks.add(look);
    if (this.looks.size === 1) void this.listen();
    return () => {
      this.looks.delete(look);
    };
  }

  /** Off the path of the commit: it takes nobody's time, and a message that is lost is no harm. */
  tell(): void {
    if (this.isClosed) return;
    this.telling ??= setTimeout(() => {
      this.telling = undefined;
      const sql = 'select pg_notify(?, ?)';
      const told = this.connections.lend(EVERYBODY, (one) => one.all(sql, [CHANNEL, this.name]));
      told.catch(() => undefined);
    }, TELL_AFTER);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.telling);
    clearTimeout(this.waiting);
    await this.listener?.end();
  }

  private async listen(): Promise<void> {
    if (this.isClosed || this.listener !== undefined || this.looks.size === 0) return;
    const listener = new Client(clientConfig(this.options));
    this.listener = listener;
    listener.on('notification', ({ payload }) => {
      if (payload !== this.name) this.lookAll();
    });
    listener.on('error', () => undefined);
    listener.on('end', () => {
      this.listenLater(listener);
    });
    try {
      await listener.connect();
      await listener.query(`listen ${CHANNEL}`);
      // Nobody knows what was missed before.
      this.lookAll();
    } catch {
      this.listenLater(listener);
    }
  }

  private listenLater(lost: Client): void {
    if (this.listener !== lost || this.isClosed) return;
    this.listener = undefined;
    this.waiting = setTimeout(() => void this.listen(), LISTEN_AGAIN_AFTER);
  }

  private lookAll(): void {
    for (const look of this.looks) look();
  }
}
