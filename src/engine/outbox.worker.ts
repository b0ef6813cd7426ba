import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { randomInt } from 'node:crypto';
import type { Logger } from 'pino';
import type { Subscription } from 'rxjs';
import { Clock, type Instant } from '../kernel/clock';
import type { TaskId } from '../kernel/ids';
import { inTime } from '../kernel/in-time';
import type { Message, MessageClass } from '../kernel/message';
import type { Patience, Performed } from '../kernel/task';
import type { ClaimedTask, Task } from '../store/records';
import { LOGGER } from '../logging/logger.token';
import { Outbox } from '../store/store.port';
import { LEASE } from './chain';
import { DrainLimit } from './drain-limit';
import { Engine } from './engine';
import { unsealed } from './envelope';
import { InstanceName } from './instance';
import { CarryFault, type Order } from './order';
import { Registry, type Performer } from './registry';
import { TaskQueue } from './task-queue';

/** Calls to the outside that may be under way at once. */
const AT_ONCE = 64;
/** Tasks that nobody told us of (another life, a run-out lease, a pause) are looked for so often. */
const POLL_EVERY = 500;

/**
 * An attempt that has not ended by then (ms) counts as one that threw, and its outcome as open.
 * Providers give up sooner by themselves. It is shorter than a lease, and none is begun that could
 * outlast its own: so no lease is renewed, and a task is never in two hands.
 */
const ATTEMPT_WITHIN = 15_000;

/** After a fault of the store (ms): the answer of the outside world was not recorded. */
const AGAIN_AFTER = 1_000;

/** The pause before the next attempt: doubled each time, cut at the longest, shortened by jitter. */
export function pauseBefore(attempt: number, { backoff, longest }: Patience): number {
  const full = Math.min(longest, backoff * 2 ** Math.min(attempt - 1, 40));
  return Math.round(full / 2 + randomInt(Math.ceil(full / 2) + 1));
}

/** What came of an attempt: a call that threw may have happened. */
type Attempted = Performed | { readonly kind: 'threw' };

/**
 * Performs the outbox: calls to the outside world, after the commit that ordered them, as often
 * as it takes. The answer enters a new turn, and uses the task up there.
 */
@Injectable()
export class OutboxWorker
  implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown
{
  private readonly ready: ClaimedTask[] = [];
  /** Those that are ready or under way: a lease that runs out by a jump of the clock counts not. */
  private readonly inHand = new Set<TaskId>();
  private readonly underWay = new Set<Promise<void>>();
  private subscription: Subscription | undefined;
  private timer: NodeJS.Timeout | undefined;
  private isStopping = false;
  private polling: Promise<void> | undefined;

  constructor(
    private readonly outbox: Outbox,
    private readonly engine: Engine,
    private readonly registry: Registry,
    private readonly queue: TaskQueue,
    private readonly clock: Clock,
    private readonly instance: InstanceName,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly drain: DrainLimit,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.outbox.releaseAll();
    this.subscription = this.queue.born$.subscribe((task) => {
      if (task.leasedBy === this.instance.name) this.take({ ...task, isDoubtful: false });
    });
    this.queue.isServed = true;
    this.timer = setInterval(() => void this.look(), POLL_EVERY);
  }

  /** Takes what is due and in nobody's hands: by itself from time to time, or when it is told to. */
  look(): Promise<void> {
    // One at a time: a store that stood still would find all that came meanwhile, when it goes on.
    this.polling ??= this.poll().finally(() => (this.polling = undefined));
    return this.polling;
  }

  /**
   * Finishes the calls that are under way. What is not begun is given back at once, also what a turn
   * brings that had begun before: another instance, or the next start, need not wait for its lease
   * to run out.
   */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    this.queue.isServed = false;
    clearInterval(this.timer);
    for (const task of this.ready.splice(0)) this.giveBack(task);
    await this.polling;
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  onApplicationShutdown(): void {
    this.subscription?.unsubscribe();
  }

  private take(task: ClaimedTask): void {
    if (this.inHand.has(task.id)) return;
    if (this.isStopping) {
      this.giveBack(task);
      return;
    }
    this.inHand.add(task.id);
    this.ready.push(task);
    this.startNext();
  }

  /** Nothing was done of it. Should the store fail, its lease runs out by itself. */
  private giveBack(task: ClaimedTask): void {
    const { attempts, dueAt } = task;
    const waitsSince = task.isDoubtful ? null : this.clock.millis();
    const given = this.putBack(task, { attempts, dueAt, waitsSince });
    this.track(
      given.catch((err: unknown) => {
        this.logger.error({ err, taskId: task.id }, 'task was not given back');
      }),
    );
  }

  /** Waited for at the end. */
  private track(work: Promise<void>): void {
    const tracked = work.finally(() => {
      this.underWay.delete(tracked);
      this.startNext();
    });
    this.underWay.add(tracked);
  }

  private startNext(): void {
    while (!this.isStopping && this.underWay.size < AT_ONCE) {
      const task = this.ready.shift();
      if (task === undefined) return;
      this.track(this.work(task));
    }
  }

  private async poll(): Promise<void> {
    const free = AT_ONCE - this.underWay.size - this.ready.length;
    if (free <= 0 || this.isStopping) return;
    const now = this.clock.millis();
    try {
      const tasks = await this.outbox.claim(this.instance.name, free, now, now + LEASE);
      for (const task of tasks) this.take(task);
    } catch (err) {
      this.logger.error({ err }, 'the outbox could not be read');
    }
  }

  private async work(task: ClaimedTask): Promise<void> {
    const isAgain = await this.isToBeDoneAgain(task);
    this.inHand.delete(task.id);
    if (!isAgain) return;
    setTimeout(() => {
      // Of the attempt that was made nothing is recorded.
      if (!this.isStopping) this.take({ ...task, isDoubtful: true });
    }, AGAIN_AFTER).unref();
  }

  /** True when the store failed: the task is still ours and still open. */
  private async isToBeDoneAgain(task: ClaimedTask): Promise<boolean> {
    const performer = this.registry.performers.get(task.type);
    if (performer === undefined) {
      this.logger.error({ taskId: task.id, type: task.type }, 'nobody performs this task');
      return false;
    }
    // It waited too long for its turn, or for the store: whoever claims it next performs it.
    if (this.clock.millis() + ATTEMPT_WITHIN > task.leasedUntil) return false;
    try {
      await this.finish(task, performer, await this.perform(task, performer));
      return false;
    } catch (err) {
      if (err instanceof CarryFault && err.kind === 'parked') return false;
      this.logger.error({ err, taskId: task.id }, 'task failed');
      return true;
    }
  }

  private async perform(
    task: ClaimedTask,
    { task: type, performer }: Performer,
  ): Promise<Attempted> {
    try {
      const message = messageOf(task, type, this.clock.now());
      const call = this.drain.within(performer.perform(message));
      return await inTime(call, ATTEMPT_WITHIN, task.type);
    } catch (err) {
      this.logger.error({ err, taskId: task.id, type: task.type }, 'performing a task threw');
      return { kind: 'threw' };
    }
  }

  private async finish(task: ClaimedTask, { patience }: Performer, done: Attempted): Promise<void> {
    if (done.kind === 'answered') {
      await this.engine.carry(answerTo(task, done.command));
      return;
    }
    const now = this.clock.millis();
    const attempts = task.attempts + 1;
    await this.putBack(task, {
      attempts,
      dueAt: now + pauseBefore(attempts, patience),
      // That this attempt has surely not happened tells nothing of one whose outcome was lost.
      waitsSince: done.kind === 'try-later' && !task.isDoubtful ? now : null,
    });
  }

  private putBack(
    { tenantId, stream, id }: ClaimedTask,
    anew: Pick<Task, 'attempts' | 'dueAt' | 'waitsSince'>,
  ): Promise<void> {
    const leasedBy = this.instance.name;
    return this.engine.postpone({ tenantId, stream, id, leasedBy, ...anew });
  }
}

const messageOf = (task: ClaimedTask, type: MessageClass, at: Instant): Message =>
  new (type as unknown as MessageClass<unknown>)(unsealed(task.data).data, {
    tenantId: task.tenantId,
    stream: task.stream,
    causationId: task.causationId,
    at,
  });

const answerTo = (task: ClaimedTask, command: Message): Order => ({
  tenantId: task.tenantId,
  stream: task.stream,
  command: { type: command.type, data: command.data },
  causationId: task.id,
  touches: unsealed(task.data).touches,
  origin: { kind: 'task', task },
});
