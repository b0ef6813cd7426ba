import { parentPort, workerData } from 'node:worker_threads';
import type { Changes, Loaded, Wanted } from '../../records';
import type { Store } from '../../store.port';
import { sqliteDriver } from '../driver';
import { waitBriefly } from '../patience';
import { sameFiles } from '../same-file';
import { storeOn } from '../store-on';
import { callsOn } from './calls';
import { toldFault } from './faults';
import { type Asked, posted, received, type Told, type WriterThreadData } from './messages';

/**
 * The program of the writer's thread: the store as it is in one thread, asked from another one.
 * Only its writing half is used; readers have connections of their own.
 */

/** What tells the run of a turn what came of it in the other thread. */
interface Running {
  readonly resolve: (changes: Changes) => void;
  readonly reject: (fault: Error) => void;
}

const tell = (told: Told): void => parentPort?.postMessage(posted(told));

/** Tells what comes of it: the fault too, so that nothing is ever thrown past everybody. */
const telling = (id: number, work: Promise<Told>): void => {
  work.then(tell, (fault: unknown) => {
    tell({ kind: 'fault', id, fault: toldFault(fault) });
  });
};

/** Answers what is asked of a store. */
class Answers {
  /** The latest time that the other thread has told: it has the clock. */
  private at = 0;
  private readonly running = new Map<number, Running>();
  private readonly store: Store;
  private readonly calls: ReturnType<typeof callsOn>;

  private constructor(make: (now: () => number) => Store) {
    this.store = make(() => this.at);
    this.calls = callsOn(this.store);
  }

  static async open({ path, driver }: WriterThreadData): Promise<Answers> {
    const writer = (await sqliteDriver(driver))(path);
    waitBriefly(writer);
    const requireSameFile = sameFiles(path);
    return new Answers((now) =>
      storeOn({ writer, reader: writer }, { now, requireSameFile, openReader: undefined }),
    );
  }

  readonly to: { readonly [K in Asked['kind']]: (asked: Extract<Asked, { kind: K }>) => void } = {
    turn: ({ id, wanted }) => {
      telling(id, this.turn(id, wanted));
    },
    changes: ({ id, at, changes }) => {
      this.at = at;
      this.ended(id)?.resolve(changes);
    },
    abandon: ({ id }) => {
      this.ended(id)?.reject(new Error('The turn was abandoned.'));
    },
    call: ({ id, at, name, given }) => {
      this.at = at;
      const call = this.calls[name] as (...given: readonly unknown[]) => Promise<unknown>;
      telling(
        id,
        call(...given).then((result): Told => ({ kind: 'done', id, result })),
      );
    },
    close: () => {
      void this.store.close().then(() => parentPort?.close());
    },
  };

  private async turn(id: number, wanted: Wanted): Promise<Told> {
    const stored = await this.store.turns.turn(wanted, (loaded) => this.run(id, loaded));
    return {
      kind: 'committed',
      id,
      committed: stored.map(({ position, committedAt }) => ({ position, committedAt })),
    };
  }

  /** In the other thread: nothing of the turn goes on here until it has told what it changes. */
  private run(id: number, loaded: Loaded): Promise<Changes> {
    return new Promise((resolve, reject) => {
      this.running.set(id, { resolve, reject });
      tell({ kind: 'loaded', id, loaded });
    });
  }

  private ended(id: number): Running | undefined {
    const running = this.running.get(id);
    this.running.delete(id);
    return running;
  }
}

/** The id of the opening, in place of one of a turn or a call. */
const OPENING = 0;

const opened = Answers.open(workerData as WriterThreadData);
opened.then(
  (answers) => {
    parentPort?.on('message', (message: unknown) => {
      const asked = received(message) as Asked;
      (answers.to[asked.kind] as (asked: Asked) => void)(asked);
    });
    tell({ kind: 'ready' });
  },
  (fault: unknown) => {
    tell({ kind: 'fault', id: OPENING, fault: toldFault(fault) });
  },
);
