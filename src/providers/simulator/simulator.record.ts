import type { SimulatedPayment } from './simulated-payment';

/** Where the record is kept beyond the life of the process. */
export interface Journal {
  /** Resolves when the payment, as it is now, cannot be lost any more. */
  append(payment: SimulatedPayment): Promise<void>;
  /** Resolves when everything that was appended so far cannot be lost any more. */
  written(): Promise<void>;
}

/** For a record that ends with the process. */
export const noJournal: Journal = {
  append: () => Promise.resolve(),
  written: () => Promise.resolve(),
};

export interface RecordOptions {
  readonly journal: Journal;
  /** What was kept of lives before, oldest first. */
  readonly payments?: Iterable<SimulatedPayment>;
  /** Of more payments than these the oldest is forgotten; all are kept when it is not given. */
  readonly keeps?: number;
}

/**
 * The simulator's own books: what it was asked under each key and what it made of it. They know
 * nothing of Cambist's, so that the two can be compared.
 */
export class SimulatorRecord {
  private readonly byKey: Map<string, SimulatedPayment>;
  private readonly journal: Journal;
  private readonly keeps: number;

  constructor({ journal, payments = [], keeps = Infinity }: RecordOptions) {
    this.byKey = new Map([...payments].map((payment) => [payment.key, payment]));
    this.journal = journal;
    this.keeps = keeps;
  }

  get(key: string): SimulatedPayment | undefined {
    return this.byKey.get(key);
  }

  /** The payment is what it is from this moment on; it may be told of once the promise resolves. */
  put(payment: SimulatedPayment): Promise<void> {
    this.byKey.set(payment.key, payment);
    if (this.byKey.size > this.keeps) this.forgetOldest();
    return this.journal.append(payment);
  }

  /** Resolves when nothing that can be read here can be lost any more. */
  written(): Promise<void> {
    return this.journal.written();
  }

  /** In the order in which they were first heard of, beginning after so many. */
  list(after: number, limit: number): readonly SimulatedPayment[] {
    return [...this.byKey.values()].slice(after, after + limit);
  }

  private forgetOldest(): void {
    for (const oldest of this.byKey.keys()) {
      this.byKey.delete(oldest);
      return;
    }
  }
}
