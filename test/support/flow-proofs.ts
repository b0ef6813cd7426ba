import { beginningsOf } from '../../src/flow-docs/describe-flow';
import { isProjected, meaningOf } from '../../src/flow-docs/meaning';
import type { Beginning } from '../../src/flow-docs/description';
import type { FlowParts } from '../../src/flow-docs/parts';
import { commandAfter, Wiring } from '../../src/flow-docs/wiring';
import type { Arrow, Flow } from '../../src/kernel/flow';

/**
 * Events after which a flow neither goes on nor ends: they are recorded beside it, and it stays
 * where it was. Each is declared here with its reason; any other such event is a dead end.
 */
const aside: ReadonlyMap<string, string> = new Map([
  ['payment.anomaly-found', 'what a provider says and what cannot be true moves nothing'],
]);

type Proof = (parts: FlowParts) => readonly string[];

const business = ({ tables }: FlowParts): readonly Flow[] =>
  tables.filter(({ sees }) => sees !== 'every-flow');

/** What is asked of each customer's flow, with its wiring and the commands that begin it. */
const ofEachFlow =
  (
    proof: (flow: {
      readonly kind: string;
      readonly parts: FlowParts;
      readonly wiring: Wiring;
      readonly begins: readonly Beginning[];
      /** The commands of its beginnings. */
      readonly commands: readonly string[];
    }) => readonly string[],
  ): Proof =>
  (parts) =>
    business(parts).flatMap((own) => {
      const wiring = Wiring.of(parts, own);
      const begins = beginningsOf(own, wiring, parts);
      const commands = begins.map(({ command }) => command);
      return proof({ kind: own.name, parts, wiring, begins, commands });
    });

const beginsSomewhere = ofEachFlow(({ kind, begins }) => {
  const first = begins.filter(({ when }) => when === 'first').length;
  return first === 1 ? [] : [`${kind} begins with ${String(first)} commands`];
});

/** Taking an event out of the graph must cut every path to what has to come after it. */
const after = (late: (kind: string) => string, early: (kind: string) => string): Proof =>
  ofEachFlow(({ kind, wiring, commands }) =>
    wiring.walk(commands, early(kind)).events.includes(late(kind))
      ? [`${late(kind)} can be reached in a ${kind} without ${early(kind)}`]
      : [],
  );

const paymentAfterValidated = after(
  () => 'payment.initiated',
  (kind) => `${kind}.validated`,
);
const validatedAfterConversion = after(
  (kind) => `${kind}.validated`,
  () => 'conversion.done',
);

/** Whether it pays or not, a flow completes only once it was judged. */
const completedAfterValidated = after(
  (kind) => `${kind}.completed`,
  (kind) => `${kind}.validated`,
);

/** Beside the paths: no arrow of any table may lead to a payment from anything else. */
const onlyValidatedPays: Proof = ({ tables, handlers }) =>
  tables.flatMap(({ name, arrows }) =>
    arrows
      .filter((arrow) => mayAnswer(arrow, 'payment.initiated', handlers))
      .filter(({ event }) => event.type !== `${name}.validated`)
      .map(({ event }) => `${name}: ${event.type} leads to payment.initiated`),
  );

const mayAnswer = (arrow: Arrow, event: string, handlers: FlowParts['handlers']): boolean =>
  handlers
    .filter(({ command }) => command.type === commandAfter(arrow).type)
    .some(({ answers }) => answers.some(({ type }) => type === event));

/**
 * One event, one command, one answer: so no path ever becomes two. An event may ask the outside
 * world twice, now and at a deadline: both answers are the same command, and it takes one news.
 */
const noForks = ofEachFlow(({ kind, wiring, commands }) =>
  wiring
    .walk(commands)
    .events.filter((event) => new Set(wiring.arrowsFrom(event).map(commandAfter)).size > 1)
    .map((event) => `${event} leads a ${kind} in two directions`),
);

const endsAreEnds = ofEachFlow(({ kind, parts, wiring, commands }) =>
  wiring.walk(commands).events.flatMap((event) => {
    if (meaningOf(event, parts.projections).ends === null) return [];
    return [
      ...(wiring.arrowsFrom(event).length === 0 ? [] : [`${event} ends a ${kind} that goes on`]),
      ...(event.startsWith(`${kind}.`) ? [] : [`${event} ends a ${kind}`]),
    ];
  }),
);

const everyPathEnds = ofEachFlow(({ kind, parts, wiring, commands }) => {
  const isEnd = (event: string): boolean => meaningOf(event, parts.projections).ends !== null;
  return wiring
    .walk(commands)
    .events.filter((event) => !aside.has(event))
    .filter((event) => ![event, ...wiring.walkFrom(event).events].some(isEnd))
    .map((event) => `${event} leads a ${kind} nowhere`);
});

const everyFlowCanComplete = ofEachFlow(({ kind, parts, wiring, commands }) =>
  wiring
    .walk(commands)
    .events.some((event) => meaningOf(event, parts.projections).ends === 'completed')
    ? []
    : [`a ${kind} cannot complete`],
);

/** A flow that has begun cannot be turned away: only what begins one may. */
const turnedAwayAtTheDoor: Proof = ({ tables, handlers }) => {
  const everything = new Wiring(tables, handlers);
  return handlers
    .filter(({ command, mayTurnAway }) => mayTurnAway && everything.isTargeted(command.type))
    .map(({ command }) => `${command.type} may turn a flow away that has begun`);
};

/** To wait without an event is to wait for the outside world: before it was asked nobody answers. */
const waitsForTheOutsideOnly = ofEachFlow(({ kind, parts, commands }) => {
  const inside = new Wiring(
    parts.tables
      .filter(({ name, sees }) => name === kind || sees === 'every-flow')
      .map((table) => ({
        ...table,
        arrows: table.arrows.filter(({ leadsTo }) => leadsTo.kind === 'command'),
      })),
    parts.handlers,
  );
  return inside
    .walk(commands)
    .commands.filter((command) => inside.handlerOf(command)?.mayChangeNothing)
    .map((command) => `${command} may leave a ${kind} waiting for nobody`);
});

const everyCommandHasOneHandler: Proof = ({ tables, handlers }) => {
  const sent = tables.flatMap(({ arrows }) => arrows.map((arrow) => commandAfter(arrow).type));
  const handled = handlers.map(({ command }) => command.type);
  return [
    ...sent.filter((type) => !handled.includes(type)).map((type) => `nobody handles ${type}`),
    ...handled
      .filter((type, index) => handled.indexOf(type) !== index)
      .map((type) => `${type} has two handlers`),
  ];
};

const everyTaskHasAPerformer: Proof = ({ tables, tasks }) =>
  tables
    .flatMap(({ arrows }) => arrows)
    .flatMap(({ leadsTo }) => (leadsTo.kind === 'task' ? [leadsTo.task.type] : []))
    .filter((type) => !tasks.some((task) => task.type === type))
    .map((type) => `nobody performs ${type}`);

/** An event is read by a table or by a projection; one that nobody reads need not be recorded. */
const everyEventIsRead: Proof = ({ tables, handlers, projections }) => {
  const followed = new Set(tables.flatMap(({ arrows }) => arrows.map(({ event }) => event.type)));
  const recorded = new Set(handlers.flatMap(({ answers }) => answers.map(({ type }) => type)));
  return [...recorded]
    .filter((type) => !followed.has(type) && !isProjected(type, projections))
    .map((type) => `nobody reads ${type}`);
};

/** A table may only wait for events that somebody records. */
const everyArrowBegins: Proof = ({ tables, handlers }) => {
  const recorded = new Set(handlers.flatMap(({ answers }) => answers.map(({ type }) => type)));
  return tables.flatMap(({ name, arrows }) =>
    arrows
      .filter(({ event }) => !recorded.has(event.type))
      .map(({ event }) => `${name} waits for ${event.type}, which nobody records`),
  );
};

const proofs: readonly Proof[] = [
  beginsSomewhere,
  paymentAfterValidated,
  validatedAfterConversion,
  completedAfterValidated,
  onlyValidatedPays,
  noForks,
  endsAreEnds,
  everyPathEnds,
  everyFlowCanComplete,
  turnedAwayAtTheDoor,
  waitsForTheOutsideOnly,
  everyCommandHasOneHandler,
  everyTaskHasAPerformer,
  everyEventIsRead,
  everyArrowBegins,
];

/** Everything that does not hold of the paths that flows can take; empty when all does. */
export const brokenPaths = (parts: FlowParts): readonly string[] => [
  ...new Set(proofs.flatMap((proof) => proof(parts))),
];
