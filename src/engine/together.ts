import { Injectable } from '@nestjs/common';
import { doneBy, isInVain, PAUSES, wantedBy, Engine, type Ran } from './engine';
import {
  CarryFault,
  isTrial,
  repliedIn,
  Replies,
  type Order,
  type Replied,
  type Reply,
} from './order';
import { SegmentLog } from './segment-log';
import { Turns, wantedByAll } from './turns';
import type { World } from './world';

/** What became of one of several orders. */
export type Verdict =
  | Replied
  /** It would have been carried, and was not for the sake of another one that was refused. */
  | { readonly kind: 'not-done' };

/** What holds several orders together. */
export interface Bond {
  /** Where one is refused, nothing of any is kept. */
  readonly isAtomic: boolean;
  /** Something that belongs to them was refused already: they fall, and are judged all the same. */
  readonly isDoomed?: boolean;
}

interface Timed {
  readonly ran: Ran;
  readonly milliseconds: number;
}

interface Group extends Bond {
  readonly orders: readonly Order[];
  readonly resolve: (verdicts: readonly Verdict[]) => void;
  readonly reject: (fault: CarryFault) => void;
}

/**
 * Carries requests in one turn on one layer, each over the state that those before it have left:
 * the layer is laid down for all of them, or forgotten with all of them.
 *
 * Nothing of a layer that is forgotten is kept: no refused flow, no key, and no dead letter, which
 * could be carried later without the others.
 */
@Injectable()
export class Together {
  constructor(
    private readonly engine: Engine,
    private readonly turns: Turns,
    private readonly replies: Replies,
    private readonly log: SegmentLog,
  ) {}

  /**
   * Resolves after the commit, with a verdict for each order; no two have one key. Orders that are
   * trials leave nothing behind, and see what those before them would have done. Rejects with a
   * CarryFault when one throws, or the store fails: nothing of any is kept then.
   */
  carry(orders: readonly Order[], bond: Bond): Promise<readonly Verdict[]> {
    return new Promise((resolve, reject) => {
      this.attempt({ ...bond, orders, resolve, reject }, 0);
    });
  }

  private attempt(group: Group, failures: number): void {
    const { orders } = group;
    this.turns.add({
      wanted: wantedByAll(orders.map(wantedBy)),
      orders: orders.length,
      run: async (turn) => {
        const layer = turn.above();
        const runs: Timed[] = [];
        try {
          for (const order of orders) runs.push(await this.timed(order, layer));
        } catch (cause) {
          const culprit = orders[runs.length];
          return () => {
            this.afterFault(group, failures + 1, cause, culprit);
          };
        }
        const falls = isFalling(group, runs);
        if (!falls && !orders.some(isTrial)) layer.layDown();
        return () => {
          group.resolve(falls ? this.fallen(runs) : this.kept(runs));
        };
      },
      lost: (cause) => {
        this.afterFault(group, failures + 1, cause, orders[0]);
      },
    });
  }

  private async timed(order: Order, layer: World): Promise<Timed> {
    const began = performance.now();
    const ran = await this.engine.run(order, layer, true);
    return { ran, milliseconds: performance.now() - began };
  }

  private kept(runs: readonly Timed[]): readonly Verdict[] {
    return runs.map(({ ran, milliseconds }) => {
      const { told, settled } = doneBy(ran);
      this.engine.tell(told, milliseconds);
      return repliedIn(settled);
    });
  }

  /**
   * What had been answered before the group came stays answered; whatever else would have been done
   * is not.
   */
  private fallen(runs: readonly Timed[]): readonly Verdict[] {
    return runs.map(({ ran }) => {
      if (ran.kind === 'known') return repliedIn(ran.settled);
      return isRefused(ran)
        ? { kind: 'replied', reply: this.unkept(ran), replayed: false }
        : { kind: 'not-done' };
    });
  }

  /** In the words of a trial: the flow that was refused is not there to be read. */
  private unkept({ carried }: Extract<Ran, { kind: 'carried' }>): Reply {
    const { order } = carried;
    const origin = { kind: 'request', idempotency: null, dryRun: true } as const;
    return this.replies.to({ ...carried, order: { ...order, origin } });
  }

  private afterFault(
    group: Group,
    failures: number,
    cause: unknown,
    culprit: Order | undefined,
  ): void {
    if (culprit === undefined) throw new Error('A group has at least one order.');
    this.log.fault(culprit, failures, cause);
    const pause = PAUSES[failures - 1];
    if (pause === undefined || isInVain(cause)) {
      // As when the store fails: nothing is kept, and whoever has the messages may send them again.
      group.reject(new CarryFault(culprit, cause, 'store'));
      return;
    }
    setTimeout(() => {
      this.attempt(group, failures);
    }, pause);
  }
}

const isFalling = ({ isAtomic, isDoomed = false }: Bond, runs: readonly Timed[]): boolean =>
  isDoomed || (isAtomic && runs.some(({ ran }) => isRefused(ran)));

const isRefused = (ran: Ran): boolean => repliedIn(ran.settled).reply.status >= 400;
