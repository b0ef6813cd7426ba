import { Injectable } from '@nestjs/common';
import { setImmediate as pollPhase } from 'node:timers/promises';
import { Subject } from 'rxjs';
import type { Loaded, Named, StoredEvent, Wanted } from '../store/records';
import { Lane } from '../store/lane';
import { OutcomeUnknown, StoreBusy, TurnStore } from '../store/store.port';
import { type Names, namesOf, TakenNames } from '../store/turn-names';
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

/** While one turn is committed the next one may be loaded and run, if the two cannot meet. */
const AT_ONCE = 2;

/** Work that waits for a turn, or is in one. */
interface Part {
  readonly work: Work;
  /** What nobody else may have meanwhile. */
  readonly names: Names;
}

const ordersIn = (works: readonly Work[]): number =>
  works.reduce((sum, { orders = 1 }) => sum + orders, 0);

const worksOf = (parts: readonly Part[]): readonly Work[] => parts.map(({ work }) => work);

/**
 * The engine's heartbeat. Whatever arrived while the last turn was committing goes into the next
 * one, and they share its transaction; a lone request waits for nobody.
 *
 * Two turns are under way at once where nothing that one wants is wanted by the other. What wants
 * the same goes in the order in which it came.
 */
@Injectable()
export class Turns {
  /** Events that are committed, turn by turn: a stream of their own, apart from the EventBus. */
  readonly committed$ = new Subject<readonly StoredEvent[]>();
  /** How many orders each committed turn carried. */
  readonly sizes$ = new Subject<number>();
  /** Every turn when it has ended, well or not, for whoever counts them. */
  readonly turned$ = new Subject<Turned>();

  private waiting: Part[] = [];
  private readonly underWay = new Map<Promise<void>, readonly Part[]>();
  private gathering: NodeJS.Immediate | undefined;
  /** Handlers see one world: turns are loaded and committed side by side, and run one by one. */
  private readonly runs = new Lane();

  constructor(private readonly store: TurnStore) {}

  /** Puts work into the next turn. */
  add(work: Work): void {
    this.waiting.push({ work, names: namesOf(work.wanted) });
    this.gather();
  }

  /** How many pieces of work wait for a turn. */
  get backlog(): number {
    return this.waiting.length;
  }

  /** Resolves when nothing waits and nothing runs. */
  async idle(): Promise<void> {
    while (this.waiting.length > 0 || this.underWay.size > 0) {
      await Promise.all(this.underWay.keys());
      await pollPhase();
    }
  }

  /** Lets the requests that have arrived be read: without it every turn would hold one flow. */
  private gather(): void {
    this.gathering ??= setImmediate(() => {
      this.gathering = undefined;
      this.depart();
    });
  }

  private depart(): void {
    if (this.underWay.size >= AT_ONCE) return;
    const parts = this.nextTurn();
    if (parts.length === 0) return;
    const left = new Set(parts);
    this.waiting = this.waiting.filter((part) => !left.has(part));
    const turn = this.carry(worksOf(parts)).finally(() => {
      this.underWay.delete(turn);
      this.gather();
    });
    this.underWay.set(turn, parts);
    this.gather();
  }

  /**
   * Beside another turn goes one of at least half its size: a commit costs what many flows cost,
   * and more of them gather until it has ended.
   */
  private nextTurn(): readonly Part[] {
    const beside = [...this.underWay.values()].flat();
    const parts = firstOf(this.waiting, beside);
    return 2 * ordersIn(worksOf(parts)) < ordersIn(worksOf(beside)) ? [] : parts;
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
      (loaded: Loaded) =>
        this.runs.run(async () => {
          afterCommit.length = 0;
          const turn = World.loaded(loaded).above();
          for (const work of works) afterCommit.push(await work.run(turn));
          return turn.changes();
        }),
    );
    return () => {
      for (const tell of afterCommit) tell();
      this.sizes$.next(ordersIn(works));
      if (committed.length > 0) this.committed$.next(committed);
    };
  }
}

/**
 * What may go together now, in the order in which it came: nothing that could meet what goes beside
 * it, and nothing that would overtake what it meets.
 */
function firstOf(waiting: readonly Part[], beside: readonly Part[]): readonly Part[] {
  const taken = new TakenNames(beside.map(({ names }) => names));
  const chosen: Part[] = [];
  let room = LARGEST_TURN;
  for (const part of waiting) {
    if (taken.meet(part.names)) {
      taken.add(part.names);
      continue;
    }
    room -= ordersIn([part.work]);
    if (room < 0 && chosen.length > 0) break;
    chosen.push(part);
  }
  return chosen;
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

/** Each once for each tenant: one that names what is another's must not stand in its place. */
const named = <T extends Named>(items: readonly T[]): readonly T[] => [
  ...new Map(items.map((item) => [`${item.tenantId} ${item.id}`, item])).values(),
];
