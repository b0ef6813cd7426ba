import { Injectable } from '@nestjs/common';
import { Clock, instantOf } from '../../kernel/clock';
import { inTime } from '../../kernel/in-time';
import { Outbox, ReadStore, TurnStore } from '../../store/store.port';
import type { Readiness } from './health.view';

/** A store that takes longer to answer is not one to send requests to. */
const ANSWER_WITHIN = 2_000;
/** Who asks more often is told the same: a look writes to the disk. */
const FRESH_FOR = 1_000;

/** Whether the server can do its work now. */
@Injectable()
export class ReadinessProbe {
  private looked: { readonly at: number; readonly found: Promise<Readiness> } | undefined;

  constructor(
    private readonly reads: ReadStore,
    private readonly turns: TurnStore,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Never rejects: a store that fails is what it is asked about. */
  look(): Promise<Readiness> {
    const now = performance.now();
    if (this.looked === undefined || now - this.looked.at > FRESH_FOR) {
      this.looked = { at: now, found: this.lookNow() };
    }
    return this.looked.found;
  }

  private async lookNow(): Promise<Readiness> {
    try {
      await inTime(this.reads.ping(), ANSWER_WITHIN, 'A ping of the store');
      await inTime(this.turns.probe(), ANSWER_WITHIN, 'A write to the store');
      const now = this.clock.millis();
      const depth = this.outbox.depth(now);
      return readyWith(await inTime(depth, ANSWER_WITHIN, 'The depth of the outbox'), now);
    } catch {
      return { status: 'unavailable', checks: { store: { ok: false } } };
    }
  }
}

type Depth = Awaited<ReturnType<Outbox['depth']>>;

/** Events are consumed in the process itself, so that its broker is there whenever it can answer. */
const readyWith = ({ tasks, oldestDueAt }: Depth, now: number): Readiness => ({
  status: 'ready',
  checks: {
    store: { ok: true },
    broker: { ok: true },
    outbox: { tasks, oldestDueAt: oldestDueAt === null ? null : instantOf(oldestDueAt) },
    lag: { milliseconds: oldestDueAt === null ? 0 : Math.max(0, now - oldestDueAt) },
  },
});
