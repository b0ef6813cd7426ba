import type { BeforeApplicationShutdown } from '@nestjs/common';
import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Clock, Instant } from '../../kernel/clock';
import type { FetchedRateStore } from '../../store/store.port';
import { KeptRates } from '../kept-rates';
import type { RateTable } from '../rate-table';
import { fetchTable } from './fetch-table';

/** Milliseconds, all of them. */
export interface SourceTiming {
  /** Between one answer and the next question. */
  readonly every: number;
  /** After a failure; doubled for each further one. */
  readonly firstRetry: number;
  readonly longestRetry: number;
  /** For one whole answer. */
  readonly answerWithin: number;
  /** How long a start waits for the first answer; it goes on without one. */
  readonly startWithin: number;
}

const usualTiming: SourceTiming = {
  every: 600_000,
  firstRetry: 1_000,
  longestRetry: 300_000,
  answerWithin: 10_000,
  startWithin: 2_000,
};

export interface SourceOptions {
  readonly url: string;
  /** Seconds after which a rate is too old to be used. */
  readonly maxAge: number;
  readonly timing?: Partial<SourceTiming>;
}

/** How far a source's clock may be ahead of ours; rates of the future would never grow old. */
const MOST_AHEAD = 86_400_000;

/**
 * The rates of a source that is asked over HTTP, again and again in the background. What it said
 * last is kept in the store, so that a start without the source has rates too; it is used until
 * it is too old. A failure changes nothing but when the source is asked next.
 */
export class HttpRates extends KeptRates implements BeforeApplicationShutdown {
  private readonly timing: SourceTiming;
  private readonly stopping = new AbortController();
  private asking: Promise<void> = Promise.resolve();
  /** Of what this process itself was told by the source. */
  private readAsOf: Instant | undefined;
  private failures = 0;

  constructor(
    private readonly options: SourceOptions,
    store: FetchedRateStore,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    super(options.maxAge, store);
    this.timing = { ...usualTiming, ...options.timing };
  }

  override async onApplicationBootstrap(): Promise<void> {
    await super.onApplicationBootstrap();
    const first = this.ask();
    this.asking = first.then(() => this.askAgain());
    await Promise.race([first, pause(this.timing.startWithin, undefined, { ref: false })]);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.asking;
  }

  private async askAgain(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await pause(this.untilNext(), undefined, { signal, ref: false });
      } catch {
        return;
      }
      await this.ask();
    }
  }

  private untilNext(): number {
    const { every, firstRetry, longestRetry } = this.timing;
    if (this.failures === 0) return Math.min(every, Math.max(1_000, this.maxAge * 250));
    const full = Math.min(longestRetry, firstRetry * 2 ** Math.min(this.failures - 1, 30));
    return Math.round(full / 2) + randomInt(Math.ceil(full / 2) + 1);
  }

  /** Never rejects. */
  private async ask(): Promise<void> {
    const signal = AbortSignal.any([
      this.stopping.signal,
      AbortSignal.timeout(this.timing.answerWithin),
    ]);
    const read = await fetchTable(this.options.url, signal);
    if (this.stopping.signal.aborted) return;
    const reason = read.kind === 'refused' ? read.reason : this.objectionTo(read.table);
    if (reason !== null || read.kind === 'refused') {
      this.failed(reason);
      return;
    }
    try {
      await this.store.keep(read.table.rates);
      this.take(read.table);
      this.readAsOf = read.table.asOf;
      this.failures = 0;
      this.logger.info({ asOf: read.table.asOf, rates: read.table.rates.length }, 'rates fetched');
    } catch (err) {
      this.logger.error({ err }, 'the rates could not be kept');
      this.failures += 1;
    }
  }

  private failed(reason: string | null): void {
    this.failures += 1;
    this.logger.warn({ reason, failures: this.failures }, 'the rates could not be fetched');
  }

  /**
   * A source that goes back in time is wrong about one of the two; what is known stays. Only what
   * this process has read counts: the kept rates may be of another source that dates them otherwise
   * (RATES_URL was changed), and the new one would be refused until its dates caught up.
   */
  private objectionTo({ asOf }: RateTable): string | null {
    if (Date.parse(asOf) > this.clock.millis() + MOST_AHEAD) return 'Its rates are of the future.';
    return this.readAsOf !== undefined && asOf < this.readAsOf
      ? 'Its rates are older than ours.'
      : null;
  }
}
