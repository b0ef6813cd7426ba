import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';
import { Clock } from '../kernel/clock';
import { Ids, type TenantId, type WebhookId } from '../kernel/ids';
import { isFlowKind, type Meta } from '../kernel/message';
import { match } from '../kernel/outcome';
import type { AnsweredRequest, DeadLetter, PostponedTask, Wanted } from '../store/records';
import { OutcomeUnknown, StoreBusy } from '../store/store.port';
import { Chain } from './chain';
import { orderOfLetter } from './dead-letters';
import { sealed, unsealed } from './envelope';
import {
  CarryFault,
  commandOf,
  Replies,
  type Carried,
  type Idempotency,
  type Order,
  type Reply,
  isTrial,
  type Settled,
  type Told,
} from './order';
import { Registry } from './registry';
import { SegmentLog } from './segment-log';
import { Suspects } from './suspects';
import { TaskQueue } from './task-queue';
import { Turns, type Work } from './turns';
import type { World } from './world';

/** A message that throws is tried again by itself after these pauses (ms), then parked. */
export const PAUSES: readonly number[] = [20, 100];

/** What came of an order in a turn that is not committed yet. */
export type Ran =
  /** Answered before: nothing to do but to say the same again. */
  | { readonly kind: 'known'; readonly settled: Settled }
  | { readonly kind: 'carried'; readonly carried: Carried; readonly settled: Settled };

/**
 * Carries messages from outside into turns, and answers when they are durable. One that throws
 * leaves no trace in its neighbours: it is tried again alone, and then kept as a dead letter.
 */
@Injectable()
export class Engine {
  /** The fault of each message that was parked, for whoever counts them. */
  readonly parked$ = new Subject<CarryFault>();

  constructor(
    private readonly turns: Turns,
    private readonly chain: Chain,
    private readonly registry: Registry,
    private readonly replies: Replies,
    private readonly tasks: TaskQueue,
    private readonly log: SegmentLog,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly suspects: Suspects,
  ) {}

  /** Resolves after the commit. Rejects with a CarryFault when the message could not be carried. */
  carry(order: Order): Promise<Settled> {
    return new Promise((resolve, reject) => {
      this.attempt(order, 0, { resolve, reject });
    });
  }

  private attempt(order: Order, failures: number, caller: Caller): void {
    this.turns.add({
      wanted: wantedBy(order),
      run: async (turn) => {
        const began = performance.now();
        try {
          const { told, settled } = doneBy(await this.run(order, turn));
          return () => {
            this.acquit(order);
            this.tell(told, performance.now() - began);
            caller.resolve(settled);
          };
        } catch (cause) {
          return () => {
            this.afterFault(order, failures + 1, cause, caller);
          };
        }
      },
      lost: (cause) => {
        this.afterStoreFault(order, failures + 1, cause, caller);
      },
    });
  }

  /**
   * Carries an order over the state that the turn has come to, and lays what it did down there when
   * it is to be kept. A throw leaves nothing.
   */
  async run(asked: Order, turn: World, isKept = !isTrial(asked)): Promise<Ran> {
    const known = this.answeredBefore(asked, turn);
    if (known !== undefined) return { kind: 'known', settled: known };
    const world = turn.above();
    const letter = parkedLetter(asked, world);
    const order = letter === undefined ? asked : asParked(asked, letter);
    const meta: Meta = {
      tenantId: order.tenantId,
      stream: order.stream,
      causationId: order.causationId,
      at: this.clock.now(),
    };
    const command = commandOf(this.registry.commands, order, meta);
    const { events, turnedAway } = await this.chain.run(command, world, order.touches);
    const carried: Carried = { order, meta, events, turnedAway, world };
    const settled = this.useUp(carried, letter);
    if (isKept) world.layDown();
    return { kind: 'carried', carried, settled };
  }

  /** First answer wins: a message whose origin is used up has no further effect. */
  private answeredBefore(order: Order, turn: World): Settled | undefined {
    const { origin, tenantId } = order;
    const unless = (isOpen: boolean): Settled | undefined =>
      isOpen ? undefined : { kind: 'known' };
    return match(origin, {
      request: ({ idempotency, dryRun }) =>
        idempotency === null || dryRun ? undefined : this.replayed(order, idempotency, turn),
      task: ({ task }) => unless(turn.isOpen(task.id)),
      webhook: ({ id }) => unless(turn.isOpen(id)),
      'dead-letter': ({ id }) => unless(this.isWaiting(turn.letter(tenantId, id), turn)),
      internal: () => undefined,
    });
  }

  /**
   * Two instances may park one request at once, each with a letter of its own. The other letter has
   * had the effect when the request is answered: this one is resolved by that, and not carried.
   */
  private isWaiting(letter: DeadLetter | undefined, turn: World): boolean {
    if (letter?.status !== 'parked') return false;
    const { tenantId, request } = letter;
    if (request === null || !turn.request({ tenantId, ...request })) return true;
    turn.putLetter({ ...letter, status: 'resolved', updatedAt: this.clock.now() });
    return false;
  }

  private replayed(order: Order, asked: Idempotency, turn: World): Settled | undefined {
    const name = { tenantId: order.tenantId, scope: asked.scope, key: asked.key };
    const before: Pick<AnsweredRequest, 'bodyHash'> | null | undefined =
      turn.request(name) ?? turn.parkedRequest(name)?.request;
    if (before && before.bodyHash !== asked.bodyHash) {
      return { kind: 'replied', reply: this.replies.keyReused(order), replayed: false };
    }
    const answered = turn.request(name);
    return answered && { kind: 'replied', reply: replyOf(answered), replayed: true };
  }

  /** Marks the origin as used up, on the same layer as the effect. */
  private useUp(carried: Carried, letter: DeadLetter | undefined): Settled {
    const { order, world, meta } = carried;
    const { origin, tenantId } = order;
    if (letter !== undefined && !this.isTurnedAwayForNow(carried)) {
      world.putLetter({ ...letter, status: 'resolved', updatedAt: meta.at });
    }
    if (origin.kind === 'task') world.finishTask(origin.task);
    if (origin.kind === 'webhook') world.applyWebhook(tenantId, origin.id);
    const idempotency = origin.kind === 'request' ? origin.idempotency : letter?.request;
    if (origin.kind !== 'request' && !idempotency) return { kind: 'known' };
    const reply = this.replies.to(carried);
    if (idempotency && this.replies.isKept(reply)) {
      world.answerRequest({ tenantId, ...idempotency, ...reply, answeredAt: meta.at });
    }
    return { kind: 'replied', reply, replayed: false };
  }

  /** As for want of a rate: nothing of it has happened, and it may yet. */
  private isTurnedAwayForNow(carried: Carried): boolean {
    return carried.turnedAway !== null && this.replies.to(carried).status === 503;
  }

  /** Tells the log and the outbox of an order whose turn is committed. */
  tell(told: Told | null, milliseconds: number): void {
    if (told === null) return;
    this.log.carried(told, milliseconds);
    this.tasks.born(told);
  }

  /**
   * The store's faults are nobody's poison: the message is tried again. One that may have been
   * committed is not: who has it sends it again, and is told what became of it. What would be sent
   * again for ever, and cannot be written though others can, is parked.
   */
  private afterStoreFault(order: Order, failures: number, cause: unknown, caller: Caller): void {
    this.log.fault(order, failures, cause);
    const pause = PAUSES[failures - 1];
    if (pause === undefined || isInVain(cause)) {
      if (!isInVain(cause) && this.isCulprit(order)) this.park(order, failures, cause, caller);
      else caller.reject(new CarryFault(order, cause, 'store'));
      return;
    }
    setTimeout(() => {
      this.attempt(order, failures, caller);
    }, pause);
  }

  private isCulprit(order: Order): boolean {
    const id = sentForEver(order);
    return id !== undefined && this.suspects.isCulprit(id);
  }

  private acquit(order: Order): void {
    const id = sentForEver(order);
    if (id !== undefined) this.suspects.acquit(id);
  }

  private afterFault(order: Order, failures: number, cause: unknown, caller: Caller): void {
    this.log.fault(order, failures, cause);
    const pause = PAUSES[failures - 1];
    if (isTrial(order)) {
      caller.reject(new CarryFault(order, cause, 'store'));
      return;
    }
    if (pause === undefined) {
      this.park(order, failures, cause, caller);
      return;
    }
    setTimeout(() => {
      this.attempt(order, failures, caller);
    }, pause);
  }

  /** Keeps a message that cannot be carried, whole, so that it can be carried later. */
  private park(order: Order, failures: number, cause: unknown, caller: Caller): void {
    let stream = order.stream;
    this.turns.add({
      wanted: wantedBy(order),
      run: (turn) => {
        // Somebody else may have carried it since: parked, it would have its effect once more.
        const known = this.answeredBefore(order, turn);
        if (known !== undefined) {
          return Promise.resolve(() => {
            this.acquit(order);
            caller.resolve(known);
          });
        }
        const world = turn.above();
        const letter = this.letterFor(order, failures, cause, world);
        stream = letter.stream;
        world.putLetter(letter);
        if (order.origin.kind === 'task') world.finishTask(order.origin.task);
        if (order.origin.kind === 'webhook') world.applyWebhook(order.tenantId, order.origin.id);
        world.layDown();
        return Promise.resolve(() => {
          this.acquit(order);
          const fault = new CarryFault({ ...order, stream }, cause, 'parked');
          this.parked$.next(fault);
          caller.reject(fault);
        });
      },
      lost: (fault) => {
        this.log.fault(order, failures, fault);
        caller.reject(new CarryFault({ ...order, stream }, fault, 'store'));
      },
    } satisfies Work);
  }

  private letterFor(order: Order, failures: number, cause: unknown, world: World): DeadLetter {
    const now = this.clock.now();
    const before = parkedLetter(order, world);
    const { origin, tenantId } = order;
    return {
      tenantId,
      id: before?.id ?? this.ids.next('dlt'),
      status: 'parked',
      stream: before?.stream ?? order.stream,
      type: order.command.type,
      data: sealed(order.command.data, order.touches),
      causationId: order.causationId,
      request: origin.kind === 'request' ? origin.idempotency : (before?.request ?? null),
      error: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause),
      attempts: (before?.attempts ?? 0) + failures,
      createdAt: before?.createdAt ?? now,
      updatedAt: now,
    };
  }

  /**
   * Gives a dead letter up: its message is never carried, and its request, when it is sent again, is
   * a new one. A letter that is not parked stays what it is. Resolves after the commit.
   */
  discard(letter: DeadLetter): Promise<void> {
    const { tenantId, id } = letter;
    return this.housekeeping(wantedBy(orderOfLetter(letter)), (turn) => {
      const found = turn.letter(tenantId, id);
      if (found === undefined || !this.isWaiting(found, turn)) return;
      turn.putLetter({ ...found, status: 'discarded', updatedAt: this.clock.now() });
    });
  }

  /** Puts a webhook aside that says nothing that we act upon. */
  setAside({
    tenantId,
    id,
  }: {
    readonly tenantId: TenantId;
    readonly id: WebhookId;
  }): Promise<void> {
    return this.housekeeping({ webhooks: [{ tenantId, id }] }, (turn) => {
      if (turn.isOpen(id)) turn.applyWebhook(tenantId, id);
    });
  }

  /** Puts a task back that came to nothing this time, if its lease is still ours. */
  postpone(task: PostponedTask): Promise<void> {
    return this.housekeeping({ tasks: [task] }, (turn) => {
      if (turn.isOpen(task.id)) turn.postponeTask(task);
    });
  }

  private housekeeping(wanted: Partial<Wanted>, change: (turn: World) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.turns.add({
        wanted,
        run: (turn) => {
          change(turn);
          return Promise.resolve(resolve);
        },
        lost: reject,
      });
    });
  }
}

/** It was waited for already, for as long as makes sense; or it may have been committed. */
export const isInVain = (cause: unknown): boolean =>
  cause instanceof StoreBusy || cause instanceof OutcomeUnknown;

/** What has to be kept of it until the commit, which the worlds of a large turn are not. */
export const doneBy = (ran: Ran): { readonly told: Told | null; readonly settled: Settled } => ({
  told: ran.kind === 'known' ? null : toldOf(ran.carried),
  settled: ran.settled,
});

const toldOf = ({ order, events, world }: Carried): Told => ({
  order,
  events: events.map(({ type }) => type),
  newTasks: world.newTasks(),
});

interface Caller {
  readonly resolve: (settled: Settled) => void;
  readonly reject: (fault: CarryFault) => void;
}

const replyOf = ({ status, body, location }: AnsweredRequest): Reply => ({
  status,
  body,
  location,
});

/** What names a message that is sent until it is committed; others are told of their failure. */
function sentForEver({ origin }: Order): string | undefined {
  if (origin.kind === 'task') return origin.task.id;
  return origin.kind === 'webhook' ? origin.id : undefined;
}

/** The dead letter that this order would carry again, if it was parked before. */
function parkedLetter({ origin, tenantId }: Order, world: World): DeadLetter | undefined {
  if (origin.kind === 'dead-letter') return world.letter(tenantId, origin.id);
  if (origin.kind !== 'request' || origin.idempotency === null || origin.dryRun) return undefined;
  return world.parkedRequest({ tenantId, ...origin.idempotency });
}

/** The message that was parked, whole: its ids are part of it, and stay what they were. */
const asParked = (order: Order, letter: DeadLetter): Order => ({
  ...order,
  stream: letter.stream,
  command: { type: letter.type, data: unsealed(letter.data).data },
});

function keyedRequestOf(origin: Order['origin']): Idempotency | null {
  if (origin.kind === 'request') return origin.idempotency;
  return origin.kind === 'dead-letter' ? origin.request : null;
}

/** What must be loaded for an order. */
export function wantedBy({ tenantId, stream, touches, origin }: Order): Partial<Wanted> {
  const request = keyedRequestOf(origin);
  return {
    tenants: [tenantId],
    accounts: touches.accountIds.map((id) => ({ tenantId, id })),
    flows: isFlowKind(stream.kind) ? [{ tenantId, id: stream.id }] : [],
    quotes: touches.quoteIds.map((id) => ({ tenantId, id })),
    currencies: touches.currencyCodes.map((code) => ({ tenantId, code })),
    references: touches.references.map((reference) => ({ tenantId, reference })),
    requests: request === null ? [] : [{ tenantId, ...request }],
    tasks: origin.kind === 'task' ? [origin.task] : [],
    tasksOf: touches.tasksOf.map((id) => ({ tenantId, id })),
    webhooks: origin.kind === 'webhook' ? [{ tenantId, id: origin.id }] : [],
    deadLetters: origin.kind === 'dead-letter' ? [{ tenantId, id: origin.id }] : [],
    streams: stream.kind === 'tenant' ? [{ tenantId, id: stream.id }] : [],
    keys: touches.keyIds.map((id) => ({ tenantId, id })),
  };
}
