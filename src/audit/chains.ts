import type { Type } from '@nestjs/common';
import { answersOf } from '../kernel/answers';
import { COMMANDS, SAGAS } from '../kernel/cqrs-metadata';
import type { Arrow, Flow, FlowSaga } from '../kernel/flow';
import type { FlowKind, MessageClass } from '../kernel/message';

/** Which event may come after which: read from the running tables and handlers. */
export interface Chains {
  /** The events with which a flow of this kind may begin. */
  firstOf(kind: FlowKind): ReadonlySet<string>;
  /** The events that may follow an event of this type in a flow of this kind. */
  after(kind: FlowKind, type: string): ReadonlySet<string>;
  /** True when the chain leads from an event of this type to another of the same. */
  mayRepeat(kind: FlowKind, type: string): boolean;
}

/** A class of a module, with its instance where the module is running. */
export interface Provided {
  readonly metatype: Type<unknown>;
  readonly instance?: object;
}

const KINDS: readonly FlowKind[] = ['deposit', 'withdraw', 'transfer'];

const tablesOf = ({ metatype, instance }: Provided): readonly Flow[] => {
  const names = Reflect.getMetadata(SAGAS, metatype) as readonly string[] | undefined;
  if (names === undefined) return [];
  const sagas = (instance ?? new metatype()) as Readonly<Record<string, Partial<FlowSaga>>>;
  return names.flatMap((name) => sagas[name]?.flow ?? []);
};

const answersByCommand = (provided: readonly Provided[]): ReadonlyMap<string, readonly string[]> =>
  new Map(
    provided.flatMap(({ metatype }) => {
      const command = Reflect.getMetadata(COMMANDS, metatype) as MessageClass | undefined;
      return command ? [[command.type, answersOf(metatype).map(({ type }) => type)] as const] : [];
    }),
  );

const commandAfter = ({ leadsTo }: Arrow): string =>
  leadsTo.kind === 'task' ? leadsTo.answeredBy.type : leadsTo.command.type;

type Successors = ReadonlyMap<string, ReadonlySet<string>>;

const successorsIn = (
  tables: readonly Flow[],
  answers: ReadonlyMap<string, readonly string[]>,
): Successors => {
  const after = new Map<string, Set<string>>();
  for (const arrow of tables.flatMap(({ arrows }) => arrows)) {
    const found = after.get(arrow.event.type) ?? new Set();
    for (const type of answers.get(commandAfter(arrow)) ?? []) found.add(type);
    after.set(arrow.event.type, found);
  }
  return after;
};

const reachesItself = (after: Successors, type: string): boolean => {
  const reached = new Set(after.get(type));
  for (const next of reached) for (const far of after.get(next) ?? []) reached.add(far);
  return reached.has(type);
};

const NONE: ReadonlySet<string> = new Set();

/** Reads the chains of what the modules provide. */
export const chainsOf = (provided: readonly Provided[]): Chains => {
  const tables = provided.flatMap(tablesOf);
  const answers = answersByCommand(provided);
  const all = new Map(
    KINDS.map((kind) => {
      const seen = tables.filter(({ sees }) => sees === kind || sees === 'every-flow');
      return [kind, successorsIn(seen, answers)];
    }),
  );
  const sent = new Set(tables.flatMap(({ arrows }) => arrows.map(commandAfter)));
  const first = [...answers].flatMap(([command, types]) => (sent.has(command) ? [] : types));
  const after = (kind: FlowKind): Successors => all.get(kind) ?? new Map();
  return {
    firstOf: (kind) => new Set(first.filter((type) => type.startsWith(`${kind}.`))),
    after: (kind, type) => after(kind).get(type) ?? NONE,
    mayRepeat: (kind, type) => reachesItself(after(kind), type),
  };
};

const listed = (module: Type<unknown>, what: 'providers' | 'imports'): readonly Type<unknown>[] =>
  ((Reflect.getMetadata(what, module) ?? []) as readonly unknown[]).filter(
    (item): item is Type<unknown> => typeof item === 'function',
  );

/** The classes that a Nest module and its imports name, for who does not run them. */
export const providedBy = (module: Type<unknown>): readonly Provided[] => [
  ...listed(module, 'providers').map((metatype) => ({ metatype })),
  ...listed(module, 'imports').flatMap(providedBy),
];
