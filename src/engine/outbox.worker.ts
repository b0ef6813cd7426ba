import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { randomInt } from 'node:crypto';
import type { Logger } from 'pino';
import type { Subscription } from 'rxjs';
import { Clock } from '../kernel/clock';
import type { Message, MessageClass } from '../kernel/message';
import type { Patience, Performed } from '../kernel/task';
import type { Task } from '../store/records';
import { LOGGER } from '../logging/logger.token';
import { Outbox } from '../store/store.port';
import { LEASE } from './chain';
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

/** After a fault of the store (ms): the answer of the outside world was not recorded. */
const AGAIN_AFTER = 1_000;

/** The pause before the next attempt: doubled each time, cut at the longest, shortened by jitter. */
export function pauseBefore(attempt: number, { backoff, longest }: Patience): number {
  const full = Math.min(longest, backoff * 2 ** Math.min(attempt - 1, 40));
  return Math.round(full / 2 + randomInt(Math.ceil(full / 2) + 1));
}

/**
 * Performs the outbox: calls to the outside world, after the commit that ordered them, as often
 * as it takes. The answer enters a new turn, and uses the task up there.
 */
@Injectable()
export class OutboxWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly ready: Task[] = [];
  private readonly underWay = new Set<Promise<void>>();
  private subscription: Subscription | undefined;
  private timer: NodeJS.Timeout | undefined;
  private isStopping = false;
  private polling: Promise<void> = Promise.resolve();

  constructor(
    private readonly outbox: Outbox,
    private readonly engine: Engine,
    private readonly registry: Registry,
    private readonly queue: TaskQueue,
    private readonly clock: Clock,
    private readonly instance: InstanceName,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.outbox.releaseAll();
    this.subscription = this.queue.born$.subscribe((task) => {
      if (task.leasedBy === this.instance.name) this.take(task);
    });
    this.timer = setInterval(() => {
      this.polling = this.poll();
    }, POLL_EVERY);
  }

  /** Finishes the calls that are under way; what is left in the outbox is found at the next start. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    clearInterval(this.timer);
    this.subscription?.unsubscribe();
    this.ready.length = 0;
    await this.polling;
    await Promise.all(this.underWay);
  }

  private take(task: Task): void {
    this.ready.push(task);
    this.startNext();
  }

  private startNext(): void {
    while (!this.isStopping && this.underWay.size < AT_ONCE) {
      const task = this.ready.shift();
      if (task === undefined) return;
      const work = this.work(task).finally(() => {
        this.underWay.delete(work);
        this.startNext();
      });
      this.underWay.add(work);
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

  private async work(task: Task): Promise<void> {
    const performer = this.registry.performers.get(task.type);
    if (performer === undefined) {
      this.logger.error({ taskId: task.id, type: task.type }, 'nobody performs this task');
      return;
    }
    try {
      await this.finish(task, performer, await this.perform(task, performer));
    } catch (err) {
      if (err instanceof CarryFault && err.kind === 'parked') return;
      // The store failed. The task is still ours and still open: the same call is made again.
      this.logger.error({ err, taskId: task.id }, 'task failed');
      setTimeout(() => {
        if (!this.isStopping) this.take(task);
      }, AGAIN_AFTER).unref();
    }
  }

  private async perform(task: Task, { task: type, performer }: Performer): Promise<Performed> {
    try {
      return await performer.perform(messageOf(task, type));
    } catch (err) {
      this.logger.error({ err, taskId: task.id, type: task.type }, 'performing a task threw');
      return { kind: 'try-later', detail: 'The call threw.' };
    }
  }

  private async finish(task: Task, { patience }: Performer, done: Performed): Promise<void> {
    if (done.kind === 'answered') {
      await this.engine.carry(answerTo(task, done.command));
      return;
    }
    const attempts = task.attempts + 1;
    const dueAt = this.clock.millis() + pauseBefore(attempts, patience);
    await this.engine.postpone({ ...task, attempts, dueAt, leasedBy: null, leasedUntil: 0 });
  }
}

const messageOf = (task: Task, type: MessageClass): Message =>
  new (type as unknown as MessageClass<unknown>)(unsealed(task.data).data, {
    tenantId: task.tenantId,
    stream: task.stream,
    causationId: task.causationId,
    at: '',
  });

const answerTo = (task: Task, command: Message): Order => ({
  tenantId: task.tenantId,
  stream: task.stream,
  command: { type: command.type, data: command.data },
  causationId: task.id,
  touches: unsealed(task.data).touches,
  origin: { kind: 'task', task },
});
