import type { Type } from '@nestjs/common';
import { answersOf, NothingNew, refusalsOf, TurnedAway } from '../kernel/answers';
import { COMMANDS, SAGAS } from '../kernel/cqrs-metadata';
import type { Flow, FlowSaga } from '../kernel/flow';
import type { MessageClass } from '../kernel/message';
import type { Projection } from '../kernel/projection';
import type { RuleRow } from '../kernel/rules';
import { performedBy } from '../kernel/task';

/** A command handler as its decorators describe it. */
export interface HandlerPart {
  /** Name of its class. */
  readonly name: string;
  readonly command: MessageClass;
  /** The events that it may answer with, in the order of `@Answers`: the way on comes first. */
  readonly answers: readonly MessageClass[];
  /** It may answer that there is nothing new, and the chain stops without an event. */
  readonly mayChangeNothing: boolean;
  /** It may turn a request away before anything begins. */
  readonly mayTurnAway: boolean;
  readonly refuses: readonly RuleRow[];
}

/** What the running application is made of, as far as its flows can be read from it. */
export interface FlowParts {
  /** Those of customers' flows first, then the generic ones; by name. */
  readonly tables: readonly Flow[];
  readonly handlers: readonly HandlerPart[];
  /** The tasks for the outside world that somebody performs. */
  readonly tasks: readonly MessageClass[];
  readonly projections: readonly Projection[];
}

/** A provider of a Nest application, as `DiscoveryService.getProviders` gives it. */
export interface SeenProvider {
  readonly instance?: unknown;
  readonly metatype?: unknown;
}

/** Reads tables and handlers from the providers of an application that is up. */
export function partsAmong(
  providers: readonly SeenProvider[],
  projections: readonly Projection[],
): FlowParts {
  const classes = providers.filter(isInstance);
  return {
    tables: classes.flatMap(tablesOf).sort(byScopeAndName),
    handlers: classes.flatMap(({ metatype }) => handlersOf(metatype)),
    tasks: classes.flatMap(({ metatype }) => performedBy(metatype)?.task ?? []),
    projections,
  };
}

/** Every type under which an event is recorded by these handlers. */
export const eventTypesOf = ({ handlers }: Pick<FlowParts, 'handlers'>): readonly string[] => [
  ...new Set(handlers.flatMap(({ answers }) => answers.map(({ type }) => type))),
];

interface InstanceSeen {
  readonly instance: Readonly<Record<string, unknown>>;
  readonly metatype: Type<unknown>;
}

const isInstance = (seen: SeenProvider): seen is InstanceSeen =>
  typeof seen.metatype === 'function' &&
  typeof seen.instance === 'object' &&
  seen.instance !== null;

function tablesOf({ instance, metatype }: InstanceSeen): readonly Flow[] {
  const names = Reflect.getMetadata(SAGAS, metatype) as readonly string[] | undefined;
  return (names ?? []).flatMap((name) => {
    const saga = instance[name] as Partial<FlowSaga> | undefined;
    return saga?.flow === undefined ? [] : [saga.flow];
  });
}

function handlersOf(metatype: Type<unknown>): readonly HandlerPart[] {
  const command = Reflect.getMetadata(COMMANDS, metatype) as MessageClass | undefined;
  if (command === undefined) return [];
  const answers = answersOf(metatype);
  return [
    {
      name: metatype.name,
      command,
      answers: answers.filter(
        (answer) => answer !== NothingNew && answer !== TurnedAway,
      ) as unknown as readonly MessageClass[],
      mayChangeNothing: answers.includes(NothingNew),
      mayTurnAway: answers.includes(TurnedAway),
      refuses: refusalsOf(metatype),
    },
  ];
}

const rank = ({ sees, name }: Flow): string => `${sees === 'every-flow' ? '1' : '0'} ${name}`;

const byScopeAndName = (a: Flow, b: Flow): number => (rank(a) < rank(b) ? -1 : 1);
