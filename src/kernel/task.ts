import type { Type } from '@nestjs/common';
import type { Message, MessageClass } from './message';

/**
 * What came of a call to the outside world. A call that throws, or takes too long, may have come
 * through: it is made again like one that has not, but never counts as one.
 */
export type Performed =
  /** It answered; the command carries the answer into a new turn. */
  | { readonly kind: 'answered'; readonly command: Message }
  /** It has surely not happened, or is not known yet: perform the same task again, later. */
  | { readonly kind: 'try-later'; readonly detail: string };

/** When a task is performed: milliseconds. */
export interface Patience {
  /** From the commit to the first attempt. */
  readonly firstAfter: number;
  /** Before the second attempt; doubled for each further one, with jitter. */
  readonly backoff: number;
  /** No pause is longer. */
  readonly longest: number;
}

/** Performs tasks of one class. It may be called more than once for one task. */
export interface TaskPerformer {
  /** What is known of its patience only at the start, as a setting: it goes before `@Performs`. */
  readonly patience?: Partial<Patience>;
  perform(task: Message): Promise<Performed>;
}

/** What an event does to what its flow still asks of the outside world. */
export interface TaskEffect {
  readonly kind: 'stop-asking';
}

/** What waits to be asked is asked no more. What was given out already is, and its answer counts. */
export const stopAsking = (): TaskEffect => ({ kind: 'stop-asking' });

export interface PerformedTask {
  readonly task: MessageClass;
  readonly patience: Patience;
}

const PERFORMS = Symbol('performs');

const PROMPT: Patience = { firstAfter: 0, backoff: 250, longest: 5_000 };

/** Marks the provider that performs tasks of this class. */
export const Performs =
  (task: MessageClass, patience: Partial<Patience> = {}) =>
  (performer: Type<{ perform(task: never): Promise<Performed> }>): void => {
    const performed: PerformedTask = { task, patience: { ...PROMPT, ...patience } };
    Reflect.defineMetadata(PERFORMS, performed, performer);
  };

export const performedBy = (performer: Type<unknown>): PerformedTask | undefined =>
  Reflect.getMetadata(PERFORMS, performer) as PerformedTask | undefined;
