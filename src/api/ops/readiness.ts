import { Injectable } from '@nestjs/common';
import { Outbox, ReadStore } from '../../store/store.port';

/** A store that takes longer to answer is not one to send requests to. */
const ANSWER_WITHIN = 2_000;

export type Readiness =
  | {
      readonly status: 'ready';
      readonly checks: {
        readonly store: { readonly ok: true };
        /** Tasks that wait for the outside world. */
        readonly outbox: { readonly tasks: number; readonly oldestDueAt: number | null };
      };
    }
  | {
      readonly status: 'unavailable';
      readonly checks: { readonly store: { readonly ok: false } };
    };

/** Whether the server can do its work now. */
@Injectable()
export class ReadinessProbe {
  constructor(
    private readonly reads: ReadStore,
    private readonly outbox: Outbox,
  ) {}

  /** Never rejects: a store that fails is what it is asked about. */
  async look(): Promise<Readiness> {
    try {
      await inTime(this.reads.ping());
      return {
        status: 'ready',
        checks: { store: { ok: true }, outbox: await inTime(this.outbox.depth()) },
      };
    } catch {
      return { status: 'unavailable', checks: { store: { ok: false } } };
    }
  }
}

async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`The store did not answer within ${ANSWER_WITHIN} ms.`));
    }, ANSWER_WITHIN);
  });
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
