import type { Arrow, Flow } from '../kernel/flow';
import {
  familyOf,
  type Beginning,
  type DescribedCommand,
  type DescribedEvent,
  type FlowDescription,
  type Step,
  type Tone,
} from './description';
import { meaningOf } from './meaning';
import type { FlowParts, HandlerPart } from './parts';
import { Wiring } from './wiring';

/** The chain of one kind, read from the parts of a running application; undefined for no kind. */
export function describeFlow(kind: string, parts: FlowParts): FlowDescription | undefined {
  const own = parts.tables.find(({ name }) => name === kind);
  return own && described(own, parts);
}

/** Every chain there is: customers' flows first, then the generic ones. */
export const describeAll = (parts: FlowParts): readonly FlowDescription[] =>
  parts.tables.map((own) => described(own, parts));

function described(own: Flow, parts: FlowParts): FlowDescription {
  const wiring = Wiring.of(parts, own);
  const begins = beginningsOf(own, wiring, parts);
  const { events, commands } = wiring.walk(begins.map(({ command }) => command));
  const elsewhere = new Wiring(parts.tables, parts.handlers);
  return {
    kind: own.name,
    scope: scopeOf(own),
    begins,
    events: events.map((type) => describedEvent(type, { own, wiring, elsewhere, parts })),
    commands: commands.flatMap((type) => describedCommand(wiring.handlerOf(type))),
  };
}

const scopeOf = ({ sees }: Flow): FlowDescription['scope'] =>
  sees === 'every-flow' ? 'generic' : 'business';

/**
 * A chain begins with the commands that no arrow of it leads to, and that are answered by an
 * event of its table. Where such a command only leads on to what another beginning leads to, it
 * is a door into the middle. A generic one also hears from outside what belongs to nobody's flow.
 */
export function beginningsOf(own: Flow, wiring: Wiring, parts: FlowParts): readonly Beginning[] {
  const first = new Set(own.arrows.map(({ event }) => event.type));
  const candidates = parts.handlers
    .filter(({ command }) => !wiring.isTargeted(command.type))
    .filter(({ answers }) => answers.some(({ type }) => first.has(type)));
  const main = candidates
    .filter((handler) => !leadsOnly(handler, candidates, wiring))
    .map(({ command }) => command.type);
  const by = scopeOf(own) === 'generic' ? 'flow' : 'caller';
  return [
    ...main.map((command): Beginning => ({ command, by, when: 'first' })),
    ...doorsInto(main, own, wiring, parts),
  ];
}

const leadsOnly = (
  handler: HandlerPart,
  candidates: readonly HandlerPart[],
  wiring: Wiring,
): boolean => {
  const others = candidates.filter((each) => each !== handler);
  const met = wiring.walk(others.map(({ command }) => command.type)).events;
  return handler.answers.every(({ type }) => met.includes(type));
};

/** A caller is told when a request is turned away; what the outside world says is only heard. */
function doorsInto(
  main: readonly string[],
  own: Flow,
  wiring: Wiring,
  { tables, handlers }: FlowParts,
): readonly Beginning[] {
  const everything = new Wiring(tables, handlers);
  const met = new Set(wiring.walk(main).events);
  return handlers
    .filter(({ command }) => !main.includes(command.type) && !everything.isTargeted(command.type))
    .filter(({ answers }) => answers.length > 0 && answers.every(({ type }) => met.has(type)))
    .map(({ command, mayTurnAway }): Beginning => {
      const by = mayTurnAway ? 'caller' : 'outside';
      return { command: command.type, by, when: 'later' };
    })
    .filter(({ by }) => by === 'caller' || scopeOf(own) === 'generic');
}

interface Surroundings {
  readonly own: Flow;
  readonly wiring: Wiring;
  /** All tables together: where a generic chain's events lead in the flows that use it. */
  readonly elsewhere: Wiring;
  readonly parts: FlowParts;
}

function describedEvent(type: string, around: Surroundings): DescribedEvent {
  const { own, wiring, elsewhere, parts } = around;
  const { ends, payment, effects } = meaningOf(type, parts.projections);
  const next = wiring.arrowsFrom(type).map(stepOf);
  const goesOn = elsewhere.arrowsFrom(type).length > 0;
  return {
    type,
    belongsTo: familyOf(type),
    tone: toneOf(type, scopeOf(own) === 'generic' ? elsewhere : wiring, parts),
    next,
    ends,
    handsBack: next.length === 0 && goesOn,
    payment,
    effects,
  };
}

const stepOf = ({ leadsTo }: Arrow): Step =>
  leadsTo.kind === 'command'
    ? { kind: 'command', command: leadsTo.command.type }
    : {
        kind: 'task',
        task: leadsTo.task.type,
        answeredBy: leadsTo.answeredBy.type,
        asked: leadsTo.asked,
      };

function toneOf(type: string, wiring: Wiring, { projections }: FlowParts): Tone {
  const reached = [type, ...wiring.walkFrom(type).events];
  const ends = reached.map((event) => meaningOf(event, projections).ends).filter((end) => end);
  if (ends.length === 0) return 'aside';
  return ends.includes('completed') ? 'forward' : 'refused';
}

const describedCommand = (handler: HandlerPart | undefined): readonly DescribedCommand[] =>
  handler === undefined
    ? []
    : [
        {
          type: handler.command.type,
          handler: handler.name,
          answers: handler.answers.map(({ type }) => type),
          mayChangeNothing: handler.mayChangeNothing,
          mayTurnAway: handler.mayTurnAway,
          refuses: handler.refuses.map(({ reason, says }) => ({ reason, says })),
        },
      ];
