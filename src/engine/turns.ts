import { Injectable } from '@nestjs/common';
import { setImmediate as pollPhase } from 'node:timers/promises';
import { Subject } from 'rxjs';
import type { Loaded, StoredEvent, Wanted } from '../store/records';
import { TurnStore } from '../store/store.port';
import { World } from './world';

/** One piece of work that a turn carries; what it returns is done after the commit. */
export interface Work {
  readonly wanted: Partial<Wanted>;
  run(turn: World): Promise<() => void>;
  /** The turn was not committed, though this was its only work. */
  lost(cause: unknown): void;
}

/** More than this waits for the next turn: it bounds how long a commit may take. */
const LARGEST_TURN = 500;

/**
 * The engine's heartbeat. Whatever arrived while the last turn was committing goes into the next
 * one, and they share its transaction; a lone request waits for nobody.
 */
@Injectable()
export class Turns {
  /** Events that are committed, turn by turn: a stream of their own, apart from the EventBus. */
  readonly committed$ = new Subject<readonly StoredEvent[]>();
  /** How many pieces of work each committed turn carried. */
  readonly sizes$ = new Subject<number>();

  private readonly waiting: Work[] = [];
  private running: Promise<void> | undefined;

  constructor(private readonly store: TurnStore) {}

  /** Puts work into the next turn. */
  add(work: Work): void {
    this.waiting.push(work);
    this.running ??= this.carryAll();
  }

  /** How many pieces of work wait for a turn. */
  get backlog(): number {
    return this.waiting.length;
  }

  /** Resolves when nothing waits and nothing runs. */
  async idle(): Promise<void> {
    while (this.running !== undefined) await this.running;
  }

  private async carryAll(): Promise<void> {
    while (this.waiting.length > 0) {
      // Lets the requests that have arrived be read: without it every turn would hold one flow.
      await pollPhase();
      await this.carry(this.waiting.splice(0, LARGEST_TURN));
    }
    this.running = undefined;
  }

  private async carry(works: readonly Work[]): Promise<void> {
    try {
      await this.commit(works);
    } catch (cause) {
      await this.afterFailure(works, cause);
    }
  }

  /** A turn that could not be committed is carried again piece by piece: only the culprit fails. */
  private async afterFailure(works: readonly Work[], cause: unknown): Promise<void> {
    const [first, ...others] = works;
    if (first === undefined) return;
    if (others.length === 0) {
      first.lost(cause);
      return;
    }
    for (const work of works) await this.carry([work]);
  }

  private async commit(works: readonly Work[]): Promise<void> {
    const afterCommit: (() => void)[] = [];
    const committed = await this.store.turn(
      wantedBy(works.map(({ wanted }) => wanted)),
      async (loaded: Loaded) => {
        afterCommit.length = 0;
        const turn = World.loaded(loaded).above();
        for (const work of works) afterCommit.push(await work.run(turn));
        return turn.changes();
      },
    );
    for (const tell of afterCommit) tell();
    this.sizes$.next(works.length);
    if (committed.length > 0) this.committed$.next(committed);
  }
}

const wantedBy = (parts: readonly Partial<Wanted>[]): Wanted => ({
  tenants: unique(
    parts.flatMap(({ tenants }) => tenants ?? []),
    (id) => id,
  ),
  accounts: unique(
    parts.flatMap(({ accounts }) => accounts ?? []),
    ({ id }) => id,
  ),
  flows: unique(
    parts.flatMap(({ flows }) => flows ?? []),
    ({ id }) => id,
  ),
  references: parts.flatMap(({ references }) => references ?? []),
  requests: parts.flatMap(({ requests }) => requests ?? []),
  tasks: parts.flatMap(({ tasks }) => tasks ?? []),
  webhooks: parts.flatMap(({ webhooks }) => webhooks ?? []),
  deadLetters: parts.flatMap(({ deadLetters }) => deadLetters ?? []),
  streams: unique(
    parts.flatMap(({ streams }) => streams ?? []),
    ({ id }) => id,
  ),
  keys: parts.flatMap(({ keys }) => keys ?? []),
});

const unique = <T>(items: readonly T[], key: (item: T) => string): readonly T[] => [
  ...new Map(items.map((item) => [key(item), item])).values(),
];
