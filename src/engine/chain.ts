import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { lastValueFrom, of, toArray } from 'rxjs';
import { NothingNew, TurnedAway, type Answer } from '../kernel/answers';
import { Clock } from '../kernel/clock';
import { Ids } from '../kernel/ids';
import { inTime, isPromise } from '../kernel/in-time';
import type { SagaFunction } from '../kernel/flow';
import type { Message } from '../kernel/message';
import type { Recorded } from '../kernel/projection';
import type { Refused } from '../kernel/rules';
import type { Task } from '../store/records';
import { InstanceName } from './instance';
import { sealed } from './envelope';
import type { Touched } from './order';
import { CurrentWorld } from './ports';
import { Projector } from './projector';
import { Registry } from './registry';
import { TaskQueue } from './task-queue';
import type { World } from './world';

/** A handler or saga that has not answered by then counts as one that threw. */
const ANSWER_WITHIN = 1_000;
/** No chain of ours has 20 commands: one this long runs in circles. */
const LONGEST_CHAIN = 200;
/**
 * A task is the committing instance's own for so long (ms); then any other may take it, so that
 * what a dead one has left is done within half a minute.
 */
export const LEASE = 20_000;

export interface ChainEnd {
  readonly events: readonly Recorded[];
  readonly turnedAway: Refused | null;
}

/**
 * Carries one message as far as it goes without the outside world: command, answer, event, saga,
 * next command. Everything happens on the layer that it is given; whatever throws, throws here.
 */
@Injectable()
export class Chain {
  constructor(
    private readonly commands: CommandBus,
    private readonly registry: Registry,
    private readonly projector: Projector,
    private readonly current: CurrentWorld,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly instance: InstanceName,
    private readonly tasks: TaskQueue,
  ) {}

  async run(first: Message, world: World, touches: Touched): Promise<ChainEnd> {
    this.current.enter(world);
    const events: Recorded[] = [];
    const waiting: Message[] = [first];
    for (const command of waiting) {
      if (waiting.length > LONGEST_CHAIN) throw new Error('The chain runs in circles.');
      // Here and below: to wait for what is there already takes longer than to compute it.
      const answering = this.answerTo(command);
      const answer = isPromise(answering) ? await answering : answering;
      if (answer instanceof NothingNew) continue;
      if (answer instanceof TurnedAway) return turnedAway(answer, events);
      const event = this.projector.record(world, answer, this.ids);
      events.push(event);
      const reacting = this.reactionsTo(event);
      for (const next of isPromise(reacting) ? await reacting : reacting) {
        if (this.registry.performers.has(next.type)) world.addTask(this.taskOf(next, touches));
        else waiting.push(next);
      }
    }
    return { events, turnedAway: null };
  }

  /** A promise where the handler made one. */
  private answerTo(command: Message): Answer | Promise<Answer> {
    const answer: Answer | Promise<Answer> = this.commands.execute(command);
    return isPromise(answer) ? inTime(answer, ANSWER_WITHIN, command.type) : answer;
  }

  /** A promise only where a saga may react that is no table. */
  private reactionsTo(event: Recorded): readonly Message[] | Promise<readonly Message[]> {
    const caused: Message = {
      type: event.type,
      data: event.data,
      meta: { ...event.meta, causationId: event.id },
    };
    const reactions = this.registry
      .tablesFor(event.type)
      .flatMap((table) => table.reactionsTo(caused));
    const others = this.registry.sagasOfAnything;
    return others.length === 0 ? reactions : this.withThoseOf(others, caused, reactions);
  }

  private async withThoseOf(
    sagas: readonly SagaFunction[],
    event: Message,
    reactions: Message[],
  ): Promise<readonly Message[]> {
    for (const saga of sagas) reactions.push(...(await this.shown(saga, event)));
    return reactions;
  }

  /** Shows a saga one event, alone: a saga that throws throws for this event only. */
  private async shown(saga: SagaFunction, event: Message): Promise<readonly Message[]> {
    const reactions: Message[] = [];
    const end: { kind: 'running' | 'complete' | 'failed'; cause?: unknown } = { kind: 'running' };
    const subscription = saga(of(event)).subscribe({
      next: (reaction) => reactions.push(reaction),
      error: (cause: unknown) => Object.assign(end, { kind: 'failed', cause }),
      complete: () => Object.assign(end, { kind: 'complete' }),
    });
    if (end.kind === 'failed') throw end.cause;
    if (end.kind === 'complete') return reactions;
    subscription.unsubscribe();
    return inTime(lastValueFrom(saga(of(event)).pipe(toArray())), ANSWER_WITHIN, event.type);
  }

  private taskOf({ type, data, meta }: Message, touches: Touched): Task {
    const performer = this.registry.performers.get(type);
    const delay = performer?.patience.firstAfter ?? 0;
    const now = this.clock.millis();
    const isOurs = delay === 0 && this.tasks.isServed;
    return {
      tenantId: meta.tenantId,
      id: this.ids.next('tsk'),
      type,
      stream: meta.stream,
      causationId: meta.causationId,
      data: sealed(data, touches),
      attempts: 0,
      dueAt: now + delay,
      leasedBy: isOurs ? this.instance.name : null,
      leasedUntil: isOurs ? now + LEASE : 0,
      waitsSince: isOurs ? null : now,
    };
  }
}

function turnedAway({ refusal }: TurnedAway, events: readonly Recorded[]): ChainEnd {
  if (events.length > 0) throw new Error('A flow that has begun cannot be turned away.');
  return { events, turnedAway: refusal };
}
