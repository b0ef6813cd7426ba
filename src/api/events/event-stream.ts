import { Readable } from 'node:stream';
import type { KeyId, TenantId } from '../../kernel/ids';
import type { ReadStore } from '../../store/store.port';
import type { ChosenEvents } from './event-filters';
import { eventBlock, heartbeat, opening } from './server-sent-event';
import type { Follower, TenantFeed } from './tenant-feed';

/** Read at once, and kept at most for a reader that is slow. */
const PAGE = 25;
/** What is over gets so long (ms) to be taken before the connection is cut. */
const FAREWELL = 500;

/** Milliseconds. */
export interface Patience {
  /** Without a word on a stream on which nothing happens. */
  readonly heartbeat: number;
  /** With a reader that takes nothing. */
  readonly stalled: number;
}

/** What one reader follows. */
export interface Followed {
  readonly tenantId: TenantId;
  readonly keyId: KeyId;
  readonly chosen: ChosenEvents;
}

/**
 * One reader's way along the log: what is there already, and then what comes, without a gap or a
 * repetition, since both are read from the log by position. It is pulled: a page is read when the
 * reader has taken the last one.
 */
export class EventStream implements Follower {
  private isOver = false;
  private ring: () => void = () => undefined;
  private body: Readable | undefined;

  constructor(
    private readonly followed: Followed,
    private readonly feed: TenantFeed,
    private readonly reads: Pick<ReadStore, 'events'>,
    private readonly patience: Patience,
  ) {}

  get keyId(): KeyId {
    return this.followed.keyId;
  }

  /** Server-sent events from after this position on. It never fails: a fault ends it. */
  from(position: number, onFault: (fault: unknown) => void): Readable {
    const body = Readable.from(this.untilStalled(this.blocks(position)), {
      objectMode: true,
      highWaterMark: 1,
    });
    body.once('error', onFault);
    return (this.body = body);
  }

  /** There may be something new. */
  wake(): void {
    this.ring();
  }

  /** Says good-bye properly, or cuts the connection of a reader that does not take it. */
  end(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.ring();
    setTimeout(() => this.body?.destroy(), FAREWELL).unref();
  }

  private async *blocks(start: number): AsyncGenerator<string> {
    let position = start;
    yield opening(position);
    while (!this.isOver) {
      if (position < this.feed.position) {
        const { events, next } = await this.page(position);
        for (const event of events) yield eventBlock(event);
        position = next;
      } else if ((await this.news()) === 'none') {
        yield heartbeat(position);
      }
    }
  }

  /** The next events for this reader; `next` is how far the log was looked through for them. */
  private async page(after: number) {
    // Before the page is read: all that was committed by then is in it, or after its last event.
    const reached = this.feed.position;
    const { tenantId, chosen } = this.followed;
    const events = await this.reads.events(tenantId, { ...chosen, after, limit: PAGE });
    const last = events.at(-1)?.position ?? after;
    return { events, next: events.length < PAGE ? Math.max(reached, last) : last };
  }

  /** Waits to be woken, for as long as a heartbeat takes. */
  private news(): Promise<'some' | 'none'> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve('none'), this.patience.heartbeat);
      this.ring = () => {
        clearTimeout(timer);
        resolve('some');
      };
    });
  }

  /** What was said is taken when more is asked for. */
  private async *untilStalled(blocks: AsyncGenerator<string>): AsyncGenerator<string> {
    for await (const block of blocks) {
      if (this.isOver) return;
      const stalled = setTimeout(() => this.body?.destroy(), this.patience.stalled);
      try {
        yield block;
      } finally {
        clearTimeout(stalled);
      }
    }
  }
}
