import { Injectable } from '@nestjs/common';
import { setImmediate as pollPhase } from 'node:timers/promises';
import { Subject } from 'rxjs';
import type { TenantId } from '../kernel/ids';
import type { Loaded, StoredEvent, Wanted } from '../store/records';
import { OutcomeUnknown, StoreBusy, TurnStore } from '../store/store.port';
import { World } from './world';

/** One piece of work that a turn carries; what it returns is done after the commit. */
export interface Work {
  readonly wanted: Partial<Wanted>;
  /** How many orders it carries: one, when nothing is said. */
  readonly orders?: number;
  run(turn: World): Promise<() => void>;
  /** The turn was not committed, and that was not for the sake of other work in it. */
  lost(cause: unknown): void;
}

/** One turn that has ended. */
export interface Turned {
  readonly milliseconds: number;
  readonly isCommitted: boolean;
}

/**
 * More orders than this wait for the next turn: it bounds how long a commit may take. Work that
 * carries more by itself has a turn of its own.
 */
const LARGEST_TURN = 500;

const ordersOf = ({ orders = 1 }: Work): number => orders;

/**
 * The engine's heartbeat. Whatever arrived while the last turn was committing goes into the next
 * one, and they share its transaction; a lone request waits for nobody.
 */
@Injectable()
export class Turns {
  /** Events that are committed, turn by turn: a stream of their own, apart from the EventBus. */
  readonly committed$ = new Subject<readonly StoredEvent[]>();
  /** How many orders each committed turn carried. */
  readonly sizes$ = new Subject<number>();
  /** Every turn when it has ended, well or not, for whoever counts them. */
  readonly turned$ = new Subject<Turned>();

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
      await this.carry(this.nextTurn());
    }
    this.running = undefined;
  }

  private nextTurn(): readonly Work[] {
    let orders = 0;
    const first = this.waiting.findIndex((work) => (orders += ordersOf(work)) > LARGEST_TURN);
    return this.waiting.splice(0, first === -1 ? this.waiting.length : Math.max(first, 1));
  }

  private async carry(works: readonly Work[]): Promise<void> {
    let tellAll: () => void;
    const began = performance.now();
    try {
      tellAll = await this.commit(works);
    } catch (cause) {
      this.turned(began, false);
      await this.afterFailure(works, cause);
      return;
    }
    // Beyond the catch: what is committed is never carried a second time.
    this.turned(began, true);
    tellAll();
  }

  private turned(began: number, isCommitted: boolean): void {
    this.turned$.next({ milliseconds: performance.now() - began, isCommitted });
  }

  /** A turn that could not be committed is carried again piece by piece, so that only the culprit
   * fails; when the store itself is not to be had, there is none. */
  private async afterFailure(works: readonly Work[], cause: unknown): Promise<void> {
    const [first, ...others] = works;
    if (first === undefined) return;
    const isAway = cause instanceof StoreBusy || cause instanceof OutcomeUnknown;
    if (others.length === 0 || isAway) {
      for (const work of works) work.lost(cause);
      return;
    }
    for (const work of works) await this.carry([work]);
  }

  /** Gives back what is left to do when all of it is durable. */
  private async commit(works: readonly Work[]): Promise<() => void> {
    const afterCommit: (() => void)[] = [];
    const committed = await this.store.turn(
      wantedByAll(works.map(({ wanted }) => wanted)),
      async (loaded: Loaded) => {
        afterCommit.length = 0;
        const turn = World.loaded(loaded).above();
        for (const work of works) afterCommit.push(await work.run(turn));
        return turn.changes();
      },
    );
    return () => {
      for (const tell of afterCommit) tell();
      this.sizes$.next(works.reduce((sum, work) => sum + ordersOf(work), 0));
      if (committed.length > 0) this.committed$.next(committed);
    };
  }
}

/** What several pieces of work want, as one. */
export const wantedByAll = (parts: readonly Partial<Wanted>[]): Wanted => ({
  tenants: [...new Set(parts.flatMap(({ tenants }) => tenants ?? []))],
  accounts: named(parts.flatMap(({ accounts }) => accounts ?? [])),
  flows: named(parts.flatMap(({ flows }) => flows ?? [])),
  references: parts.flatMap(({ references }) => references ?? []),
  requests: parts.flatMap(({ requests }) => requests ?? []),
  tasks: parts.flatMap(({ tasks }) => tasks ?? []),
  webhooks: parts.flatMap(({ webhooks }) => webhooks ?? []),
  deadLetters: parts.flatMap(({ deadLetters }) => deadLetters ?? []),
  tasksOf: named(parts.flatMap(({ tasksOf }) => tasksOf ?? [])),
  streams: named(parts.flatMap(({ streams }) => streams ?? [])),
  keys: parts.flatMap(({ keys }) => keys ?? []),
  quotes: named(parts.flatMap(({ quotes }) => quotes ?? [])),
  currencies: parts.flatMap(({ currencies }) => currencies ?? []),
});

interface Named {
  readonly tenantId: TenantId;
  readonly id: string;
}

/** Each once for each tenant: one that names what is another's must not stand in its place. */
const named = <T extends Named>(items: readonly T[]): readonly T[] => [
  ...new Map(items.map((item) => [`${item.tenantId} ${item.id}`, item])).values(),
];
