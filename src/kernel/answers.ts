import type { Type } from '@nestjs/common';
import type { Message } from './message';
import type { Refused, RuleRow } from './rules';

/**
 * Nothing happened, and nothing is recorded: the answer to news that was known already.
 */
export class NothingNew {
  static readonly type = 'nothing-new';
  readonly type = NothingNew.type;
}

/**
 * A command that was refused before anything began: it is told to the caller and leaves no
 * event. A refusal inside a flow is an event (`deposit.rejected`), not this.
 */
export class TurnedAway {
  static readonly type = 'turned-away';
  readonly type = TurnedAway.type;
  constructor(readonly refusal: Refused) {}
}

export type Answer = Message | NothingNew | TurnedAway;
export type AnswerClass = (new (...args: never[]) => Answer) & { readonly type: string };

const ANSWERS = Symbol('answers');

/** What a handler may answer with; the compiler holds `execute` to the list. */
export const Answers =
  <E extends readonly AnswerClass[]>(...answers: E) =>
  (
    handler: Type<{
      execute(command: never): InstanceType<E[number]> | Promise<InstanceType<E[number]>>;
    }>,
  ): void => {
    Reflect.defineMetadata(ANSWERS, answers, handler);
  };

export const answersOf = (handler: Type<unknown>): readonly AnswerClass[] =>
  (Reflect.getMetadata(ANSWERS, handler) as readonly AnswerClass[] | undefined) ?? [];

const REFUSALS = Symbol('refusals');

/**
 * By which rules a handler refuses, in the order in which it tries them: what the docs and the
 * API tell of it. A test reads the handlers and holds the list to what they really try.
 */
export const Refuses =
  (...rules: readonly (RuleRow | readonly RuleRow[])[]) =>
  (handler: Type<unknown>): void => {
    Reflect.defineMetadata(REFUSALS, rules.flat(), handler);
  };

export const refusalsOf = (handler: Type<unknown>): readonly RuleRow[] =>
  (Reflect.getMetadata(REFUSALS, handler) as readonly RuleRow[] | undefined) ?? [];
