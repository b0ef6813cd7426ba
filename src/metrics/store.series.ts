import { Gauge, type Registry } from 'prom-client';
import type { Clock } from '../kernel/clock';
import { inTime } from '../kernel/in-time';
import type { Outbox, ReadStore } from '../store/store.port';

/** Who scrapes more often is told the same: a scrape must not take a turn's time. */
const FRESH_FOR = 1_000;
/** A store that takes longer leaves its series out of the scrape. */
const ANSWER_WITHIN = 1_000;

interface Standing {
  readonly tasks: number;
  /** Seconds; 0 when nothing is due. */
  readonly overdue: number;
  readonly parked: number;
}

/** What waits in the store. A series is absent while the store does not answer. */
export function storeSeries(
  registry: Registry,
  { outbox, reads, clock }: { outbox: Outbox; reads: ReadStore; clock: Clock },
): void {
  let read: { readonly at: number; readonly standing: Promise<Standing | undefined> } | undefined;
  const standing = (): Promise<Standing | undefined> => {
    const now = performance.now();
    if (read === undefined || now - read.at > FRESH_FOR) {
      const standing = inTime(
        standingOf(outbox, reads, clock),
        ANSWER_WITHIN,
        'A look at the store',
      );
      // The other series are scraped all the same.
      read = { at: now, standing: standing.catch(() => undefined) };
    }
    return read.standing;
  };
  const gauge = (name: string, help: string, of: (standing: Standing) => number): void => {
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        const now = await standing();
        if (now === undefined) this.remove();
        else this.set(of(now));
      },
    });
  };
  gauge(
    'cambist_outbox_tasks',
    'Calls to the outside world that are due, or under way.',
    ({ tasks }) => tasks,
  );
  gauge(
    'cambist_outbox_oldest_due_seconds',
    'For how long the oldest of them has been due; 0 when none is.',
    ({ overdue }) => overdue,
  );
  gauge(
    'cambist_dead_letters_parked',
    'Dead letters that wait for a retry, or to be discarded.',
    ({ parked }) => parked,
  );
}

async function standingOf(outbox: Outbox, reads: ReadStore, clock: Clock): Promise<Standing> {
  const now = clock.millis();
  const [{ tasks, oldestDueAt }, parked] = await Promise.all([
    outbox.depth(now),
    reads.parkedLetters(),
  ]);
  const overdue = oldestDueAt === null ? 0 : (now - oldestDueAt) / 1_000;
  return { tasks, overdue, parked };
}
