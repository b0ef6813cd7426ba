import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { Readable, Writable } from 'node:stream';
import type { Logger } from 'pino';
import type { Subscription } from 'rxjs';
import { Turns } from '../../engine/turns';
import type { CallerOf } from '../../http/auth/access';
import { ProblemError } from '../../http/problems/problem';
import { whenClosed } from '../../http/when-closed';
import type { TenantId } from '../../kernel/ids';
import { LOGGER } from '../../logging/logger.token';
import { AuditStore, Peers, ReadStore } from '../../store/store.port';
import type { ChosenEvents } from './event-filters';
import { EventStream, type Patience } from './event-stream';
import { TenantFeed } from './tenant-feed';

/** News of another process may be lost: the log is looked at so often (ms) while anybody streams. */
const POLL_EVERY = 1_000;

/** How many streams may be open, and how long each waits. */
export interface StreamLimits extends Patience {
  readonly ofOneKey: number;
  readonly inAll: number;
}

export const STREAM_LIMITS = Symbol('limits of event streams');

/** What a reader asks for. */
export interface StreamAsked {
  readonly caller: CallerOf;
  readonly chosen: ChosenEvents;
  /** The last position that the client has seen; undefined: it wants what happens from now on. */
  readonly after: number | undefined;
  /** When it closes the stream is over. */
  readonly connection: Writable;
}

/** Every event stream that this process has open. */
@Injectable()
export class EventStreams implements OnModuleInit, OnModuleDestroy {
  /** By their connections. */
  private readonly open = new Map<EventStream, Writable>();
  private readonly feeds = new Map<TenantId, TenantFeed>();
  private subscription: Subscription | undefined;
  private timer: NodeJS.Timeout | undefined;
  private stopNews: (() => void) | undefined;
  private isStopping = false;

  constructor(
    private readonly turns: Turns,
    private readonly reads: ReadStore,
    private readonly audit: AuditStore,
    private readonly peers: Peers,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(STREAM_LIMITS) private readonly limits: StreamLimits,
  ) {}

  onModuleInit(): void {
    this.subscription = this.turns.committed$.subscribe((events) => {
      for (const tenantId of new Set(events.map((event) => event.tenantId))) this.look(tenantId);
    });
    const lookAtAll = (): void => {
      for (const tenantId of this.feeds.keys()) this.look(tenantId);
    };
    this.stopNews = this.peers.onNews(lookAtAll);
    this.timer = setInterval(lookAtAll, POLL_EVERY);
  }

  /** No stream would end by itself: every reader is sent away, to come back to the next process. */
  async onModuleDestroy(): Promise<void> {
    this.isStopping = true;
    this.subscription?.unsubscribe();
    this.stopNews?.();
    clearInterval(this.timer);
    const gone = [...this.open.values()].map(closed);
    for (const stream of this.open.keys()) stream.end();
    await Promise.all(gone);
  }

  /**
   * Opens a stream. Refused: one too many (`overloaded`), a position that the log has not reached,
   * a key that was revoked while the request was on its way.
   */
  async begin({ caller, chosen, after, connection }: StreamAsked): Promise<Readable> {
    this.refuseTooMany(caller);
    const { tenantId, keyId } = caller;
    const feed = this.feedOf(tenantId);
    const stream = new EventStream({ tenantId, keyId, chosen }, feed, this.reads, this.limits);
    this.open.set(stream, connection);
    feed.add(stream);
    whenClosed(connection, () => this.forget(tenantId, stream));
    // The client may have left while its key was looked up.
    if (connection.destroyed) this.forget(tenantId, stream);
    try {
      // It follows the feed by now, so that nothing can happen between this look and the stream.
      await feed.look();
      await this.refuseRevoked(caller);
      return stream.from(startingPoint(after, feed.position), this.logFault);
    } catch (fault) {
      this.forget(tenantId, stream);
      throw fault;
    }
  }

  private refuseTooMany({ keyId }: CallerOf): void {
    const ofKey = [...this.open.keys()].filter((stream) => stream.keyId === keyId).length;
    if (this.isStopping) throw overloaded('The server is stopping; it will be back.');
    if (ofKey >= this.limits.ofOneKey) throw overloaded('This API key has enough streams open.');
    if (this.open.size >= this.limits.inAll) throw overloaded('There are enough streams open.');
  }

  /** The key of the command line is in no list, and is never revoked. */
  private async refuseRevoked({ tenantId, keyId }: CallerOf): Promise<void> {
    const key = (await this.reads.keys(tenantId)).find(({ id }) => id === keyId);
    if (key !== undefined && key.revokedAt !== null) {
      throw new ProblemError('unauthenticated', 'The API key is not valid.');
    }
  }

  private feedOf(tenantId: TenantId): TenantFeed {
    const feed = this.feeds.get(tenantId) ?? new TenantFeed(tenantId, this.reads, this.audit);
    this.feeds.set(tenantId, feed);
    return feed;
  }

  private forget(tenantId: TenantId, stream: EventStream): void {
    stream.end();
    this.open.delete(stream);
    const feed = this.feeds.get(tenantId);
    feed?.remove(stream);
    if (feed?.isEmpty === true) this.feeds.delete(tenantId);
  }

  private look(tenantId: TenantId): void {
    this.feeds.get(tenantId)?.look().catch(this.logFault);
  }

  private readonly logFault = (err: unknown): void => {
    this.logger.error({ err }, 'the log could not be read for its streams');
  };
}

const closed = (connection: Writable): Promise<void> =>
  new Promise((resolve) => whenClosed(connection, resolve));

const overloaded = (detail: string): ProblemError =>
  new ProblemError('overloaded', detail, {}, { 'retry-after': '5' });

function startingPoint(after: number | undefined, reached: number): number {
  if (after === undefined || after <= reached) return after ?? reached;
  throw new ProblemError('invalid-field', 'The log has not reached this position yet.');
}
