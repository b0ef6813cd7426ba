import { Client } from 'pg';
import { nameOfThisLife } from '../../kernel/ids';
import { Peers } from '../store.port';
import { clientConfig, type ConnectionOptions, EVERYBODY } from './connection';
import { ALONE } from './locks';
import type { Connections } from './reader';

/** Says nothing but «look»: what there is to see is always read. */
const CHANNEL = 'cambist';
/** Commits that follow each other so closely (ms) are told of once. */
const TELL_AFTER = 10;
/** A lost connection is made again so often (ms). */
const LISTEN_AGAIN_AFTER = 500;

/**
 * How often (ms) the listening connection, on which we say nothing otherwise, is asked for a sign of
 * life, and how long that may take.
 */
export interface Pulse {
  readonly every: number;
  readonly within: number;
}

const usualPulse: Pulse = { every: 10_000, within: 5_000 };

/** Longer than this (ms) nobody is waited for, and a little longer a database that says nothing. */
const ALONE_WITHIN = 30_000;
const HEARD_WITHIN = ALONE_WITHIN + 5_000;

/** The other instances on the same database: LISTEN and NOTIFY, on connections beside the turns. */
export class PostgresPeers extends Peers {
  /** Our own news are none to us. */
  private readonly name = nameOfThisLife();
  private readonly looks = new Set<() => void>();
  private listener: Client | undefined;
  private telling: NodeJS.Timeout | undefined;
  private waiting: NodeJS.Timeout | undefined;
  private beating: NodeJS.Timeout | undefined;
  private isClosed = false;

  constructor(
    private readonly options: ConnectionOptions,
    private readonly connections: Connections,
    private readonly pulse = usualPulse,
  ) {
    super();
  }

  /** A connection of its own holds the lock, so that a process that dies lets go of it. */
  override async alone<T>(work: () => Promise<T>): Promise<T> {
    const limits = { lock_timeout: ALONE_WITHIN, query_timeout: HEARD_WITHIN };
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
    clearInterval(this.beating);
    await this.listener?.end();
  }

  private async listen(): Promise<void> {
    if (this.isClosed || this.listener !== undefined || this.looks.size === 0) return;
    const limits = { query_timeout: this.pulse.within };
    const listener = new Client(clientConfig({ ...this.options, limits }));
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
      this.beat(listener);
      // Nobody knows what was missed before.
      this.lookAll();
    } catch {
      this.listenLater(listener);
    }
  }

  /** A line that has gone silent looks like one on which nothing happens. Unanswered, the driver cuts it. */
  private beat(listener: Client): void {
    if (this.isClosed || this.listener !== listener) return;
    this.beating = setInterval(() => {
      listener.query('select 1').catch(() => undefined);
    }, this.pulse.every);
  }

  private listenLater(lost: Client): void {
    if (this.listener !== lost || this.isClosed) return;
    clearInterval(this.beating);
    this.listener = undefined;
    this.waiting = setTimeout(() => void this.listen(), LISTEN_AGAIN_AFTER);
  }

  private lookAll(): void {
    for (const look of this.looks) look();
  }
}
