import type { Clock } from '../kernel/clock';
import type { Performed } from '../kernel/task';
import { Questions } from './questions.port';

/** A question that came to nothing and took longer (ms) was left hanging. */
const HANGS_AFTER = 2_000;
/** A provider that leaves questions hanging is asked one so often (ms). */
const ONE_EVERY = 1_000;

/** What this process knows of a provider. Times are milliseconds since 1970. */
interface Known {
  isHanging: boolean;
  /** When it was last asked. */
  askedAt: number;
  /** When it last came back in good time, or with an answer. */
  heardAt: number;
}

/**
 * Asks a provider as often as anybody likes while it comes back, and one question a second while
 * it does not: a hanging call holds one of the outbox's few places for seconds, and would keep it
 * from other providers. The first question that comes back lets all others through again.
 */
export class SparingQuestions extends Questions {
  private readonly known = new Map<string, Known>();

  constructor(private readonly clock: Clock) {
    super();
  }

  async ask(provider: string, question: () => Promise<Performed>): Promise<Performed> {
    const began = this.clock.millis();
    const known = this.about(provider);
    if (known.isHanging && isWithin(ONE_EVERY, known.askedAt, began)) {
      return { kind: 'try-later', detail: 'The provider leaves questions hanging.' };
    }
    known.askedAt = began;
    let isAnswered = false;
    try {
      const performed = await question();
      isAnswered = performed.kind === 'answered';
      return performed;
    } finally {
      this.note(known, began, isAnswered);
    }
  }

  private about(provider: string): Known {
    const known = this.known.get(provider) ?? { isHanging: false, askedAt: 0, heardAt: 0 };
    this.known.set(provider, known);
    return known;
  }

  private note(known: Known, began: number, isAnswered: boolean): void {
    const ended = this.clock.millis();
    if (isAnswered || isWithin(HANGS_AFTER, began, ended)) {
      known.isHanging = false;
      known.heardAt = ended;
    } else if (began >= known.heardAt) {
      // One that began before says nothing of a provider that was heard since.
      known.isHanging = true;
    }
  }
}

/** False also where the clock was put back in between. */
const isWithin = (milliseconds: number, from: number, to: number): boolean =>
  to >= from && to - from < milliseconds;
