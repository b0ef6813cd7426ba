import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { lastValueFrom, of, toArray } from 'rxjs';
import { NothingNew, TurnedAway, type Answer } from '../kernel/answers';
import { Clock } from '../kernel/clock';
import { Ids } from '../kernel/ids';
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
import type { World } from './world';

/** A handler or saga that has not answered by then counts as one that threw. */
const ANSWER_WITHIN = 1_000;
/** No chain of ours has 20 commands: one this long runs in circles. */
const LONGEST_CHAIN = 200;
/** A task is the committing instance's own for so long; then any other may take it. */
export const LEASE = 60_000;

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
  ) {}

  async run(first: Message, world: World, touches: Touched): Promise<ChainEnd> {
    this.current.enter(world);
    const events: Recorded[] = [];
    const waiting: Message[] = [first];
    for (const command of waiting) {
      if (waiting.length > LONGEST_CHAIN) throw new Error('The chain runs in circles.');
      const answer = await this.answerTo(command);
      if (answer instanceof NothingNew) continue;
      if (answer instanceof TurnedAway) return turnedAway(answer, events);
      const event = this.projector.record(world, answer, this.ids);
      events.push(event);
      for (const next of await this.reactionsTo(event)) {
        if (this.registry.performers.has(next.type)) world.addTask(this.taskOf(next, touches));
        else waiting.push(next);
      }
    }
    return { events, turnedAway: null };
  }

  private async answerTo(command: Message): Promise<Answer> {
    const answer: Answer | Promise<Answer> = this.commands.execute(command);
    return answer instanceof Promise ? inTime(answer, command.type) : answer;
  }

  private async reactionsTo(event: Recorded): Promise<readonly Message[]> {
    const caused: Message = {
      type: event.type,
      data: event.data,
      meta: { ...event.meta, causationId: event.id },
    };
    const reactions: Message[] = [];
    for (const saga of this.registry.sagasFor(event.type)) {
      reactions.push(...(await this.shown(saga, caused)));
    }
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
    return inTime(lastValueFrom(saga(of(event)).pipe(toArray())), event.type);
  }

  private taskOf({ type, data, meta }: Message, touches: Touched): Task {
    const performer = this.registry.performers.get(type);
    const delay = performer?.patience.firstAfter ?? 0;
    const now = this.clock.millis();
    const isOurs = delay === 0;
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
    };
  }
}

function turnedAway({ refusal }: TurnedAway, events: readonly Recorded[]): ChainEnd {
  if (events.length > 0) throw new Error('A flow that has begun cannot be turned away.');
  return { events, turnedAway: refusal };
}

async function inTime<T>(answer: Promise<T>, type: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`${type} was not answered within ${String(ANSWER_WITHIN)} ms.`));
    }, ANSWER_WITHIN);
  });
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
