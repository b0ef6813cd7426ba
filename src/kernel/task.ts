import type { Type } from '@nestjs/common';
import type { Message, MessageClass } from './message';

/** What came of a call to the outside world. */
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
  perform(task: Message): Promise<Performed>;
}

export interface PerformedTask {
  readonly task: MessageClass;
  readonly patience: Patience;
}

const PERFORMS = Symbol('performs');

const PROMPT: Patience = { firstAfter: 0, backoff: 250, longest: 60_000 };

/** Marks the provider that performs tasks of this class. */
export const Performs =
  (task: MessageClass, patience: Partial<Patience> = {}) =>
  (performer: Type<{ perform(task: never): Promise<Performed> }>): void => {
    const performed: PerformedTask = { task, patience: { ...PROMPT, ...patience } };
    Reflect.defineMetadata(PERFORMS, performed, performer);
  };

export const performedBy = (performer: Type<unknown>): PerformedTask | undefined =>
  Reflect.getMetadata(PERFORMS, performer) as PerformedTask | undefined;
