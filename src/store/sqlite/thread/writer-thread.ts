import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Changes, Loaded, StoredEvent, Wanted } from '../../records';
import { OutcomeUnknown, StoreBusy } from '../../store.port';
import type { CallName, Calls } from './calls';
import { faultFrom } from './faults';
import {
  type Asked,
  type Committed,
  posted,
  received,
  type Told,
  type WriterThreadData,
} from './messages';

/** Something that the thread was asked and has not answered yet. */
interface Pending {
  readonly done: (result: unknown) => void;
  readonly failed: (fault: unknown) => void;
  /** Of a turn: carries it, now that what it wanted to see is there. */
  readonly run?: (loaded: Loaded) => void;
  /** Whether something of it may have been written, should the thread end now. */
  mayBeWritten: boolean;
}

const GONE = 'The thread that writes to the database has ended.';

/**
 * Without a writer a process is of no use, and no thread can take over: the lost one may have left
 * a lock behind that only the end of the process lets go of. Its next life recovers as after a kill.
 */
const endTheProcess = (fault: Error): void => {
  setImmediate(() => {
    throw fault;
  });
};

/** The thread that writes, as seen from the thread that asks it. */
export class WriterThread {
  private readonly pending = new Map<number, Pending>();
  private lastId = 0;
  private standing: 'running' | 'closed' | 'gone' = 'running';

  private constructor(
    private readonly worker: Worker,
    private readonly now: () => number,
    private readonly onDeath: (fault: Error) => void,
  ) {
    worker.on('message', (message) => {
      const told = received(message) as Told;
      (this.on[told.kind] as (told: Told) => void)(told);
    });
    worker.on('error', (fault) => {
      this.died(fault);
    });
    worker.on('exit', () => {
      this.died(new Error(GONE));
    });
  }

  /** Resolves when it has opened its file; rejects with why it cannot. */
  static async start(
    program: string,
    workerData: WriterThreadData,
    now: () => number,
    onDeath: (fault: Error) => void = endTheProcess,
  ): Promise<WriterThread> {
    const worker = new Worker(program, { workerData, name: 'writer' });
    const [message] = (await once(worker, 'message')) as unknown[];
    const first = received(message) as Told;
    if (first.kind !== 'fault') return new WriterThread(worker, now, onDeath);
    await worker.terminate();
    throw faultFrom(first.fault);
  }

  /** As `TurnStore.turn`: it loads and commits there, and runs here. */
  turn(wanted: Wanted, run: (loaded: Loaded) => Promise<Changes>): Promise<readonly StoredEvent[]> {
    if (this.standing !== 'running') return Promise.reject(this.refusal());
    return new Promise((resolve, reject) => {
      let events: Changes['events'] = [];
      const pending: Pending = {
        mayBeWritten: false,
        run: (loaded) => {
          run(loaded).then(commit).catch(abandon);
        },
        done: (committed) => {
          resolve(storedAs(events, committed as readonly Committed[]));
        },
        failed: reject,
      };
      const id = this.remember(pending);
      const commit = (changes: Changes): void => {
        ({ events } = changes);
        pending.mayBeWritten = true;
        this.post({ kind: 'changes', id, at: this.now(), changes });
      };
      const abandon = (fault: unknown): void => {
        pending.failed(fault);
        this.post({ kind: 'abandon', id });
      };
      this.post({ kind: 'turn', id, wanted });
    });
  }

  /** Does there what `callsOn` says under that name. */
  async call<N extends CallName>(
    name: N,
    ...given: Parameters<Calls[N]>
  ): Promise<Awaited<ReturnType<Calls[N]>>> {
    if (this.standing !== 'running') throw this.refusal();
    const answer = new Promise<unknown>((done, failed) => {
      const id = this.remember({ mayBeWritten: true, done, failed });
      this.post({ kind: 'call', id, at: this.now(), name, given });
    });
    return (await answer) as Awaited<ReturnType<Calls[N]>>;
  }

  /** Resolves when what was asked is answered, the file is let go of and the thread has ended. */
  async close(): Promise<void> {
    if (this.standing !== 'running') return;
    this.standing = 'closed';
    const ended = once(this.worker, 'exit');
    this.post({ kind: 'close' });
    await ended;
  }

  private readonly on: {
    readonly [K in Told['kind']]: (told: Extract<Told, { kind: K }>) => void;
  } = {
    ready: () => undefined,
    loaded: ({ id, loaded }) => this.pending.get(id)?.run?.(loaded),
    committed: ({ id, committed }) => this.answered(id)?.done(committed),
    done: ({ id, result }) => this.answered(id)?.done(result),
    fault: ({ id, fault }) => this.answered(id)?.failed(faultFrom(fault)),
  };

  private remember(pending: Pending): number {
    const id = ++this.lastId;
    this.pending.set(id, pending);
    return id;
  }

  private answered(id: number): Pending | undefined {
    const pending = this.pending.get(id);
    this.pending.delete(id);
    return pending;
  }

  private post(asked: Asked): void {
    this.worker.postMessage(posted(asked));
  }

  private refusal(cause?: Error): Error {
    return this.standing === 'closed'
      ? new Error('The store is closed.')
      : new StoreBusy({ cause }, GONE);
  }

  /** It has ended, asked to or not: nothing is answered any more. */
  private died(cause: Error): void {
    if (this.standing === 'gone') return;
    const wasAsked = this.standing === 'closed';
    if (!wasAsked) this.standing = 'gone';
    for (const { mayBeWritten, failed } of this.pending.values()) {
      failed(mayBeWritten && !wasAsked ? new OutcomeUnknown({ cause }) : this.refusal(cause));
    }
    this.pending.clear();
    if (!wasAsked) this.onDeath(cause);
  }
}

/** The events as the log has them now. */
const storedAs = (
  events: Changes['events'],
  committed: readonly Committed[],
): readonly StoredEvent[] =>
  events.flatMap((event, index) => {
    const added = committed[index];
    return added === undefined ? [] : [{ ...event, ...added }];
  });
