import {
  commandAfter,
  familyOf,
  type DescribedCommand,
  type DescribedEvent,
  type FlowDescription,
  type Step,
} from './description';
import { mermaid, type Edge, type Look, type Node } from './mermaid';

const OUTSIDE = 'the outside world';
const BACK = 'back to the flow';

const beginnings = {
  caller: 'a caller asks',
  flow: 'a flow asks',
  outside: OUTSIDE,
} as const;

/** What moves money, or promises it, in as few words as a picture has room for. */
const inShort: Readonly<Record<string, string>> = {
  post: 'posts to the ledger',
  hold: 'holds the amount',
  release: 'releases the hold',
};

/** The whole chain as a Mermaid flowchart: events in boxes, commands on the arrows between them. */
export function diagramOf(flow: FlowDescription): string {
  return mermaid({
    title: `The ${flow.kind} flow`,
    nodes: [...beginningNodes(flow), ...storyNodes(flow), ...borderNodes(flow)],
    edges: [...beginningEdges(flow), ...flow.events.flatMap((event) => edgesAfter(event, flow))],
    frames: framesOf(flow),
  });
}

/** A generic chain is framed where another flow uses it: what is in the frame is the same for all. */
const framesOf = (flow: FlowDescription): Readonly<Record<string, string>> =>
  Object.fromEntries(
    flow.events
      .filter(({ belongsTo }) => belongsTo !== flow.kind)
      .map(({ belongsTo }) => [belongsTo, `${belongsTo}: the same for every flow`]),
  );

const frameOf = (family: string, { kind }: FlowDescription): string | undefined =>
  family === kind ? undefined : family;

const beginningNodes = ({ begins }: FlowDescription): readonly Node[] =>
  [...new Set(begins.map(({ by }) => by))]
    .filter((by) => by !== 'outside')
    .map((by) => ({
      key: beginnings[by],
      lines: [beginnings[by]],
      shape: 'slanted',
      look: by === 'caller' ? 'outside' : 'business',
    }));

/** Events, each with the decision that it leads to, in the order in which the walk met them. */
const storyNodes = (flow: FlowDescription): readonly Node[] =>
  flow.events.flatMap((event) => [
    eventNode(event, flow),
    ...decisionsAfter(event, flow).map((command) => decisionNode(command, flow)),
  ]);

const eventNode = (event: DescribedEvent, flow: FlowDescription): Node => ({
  key: event.type,
  lines: [event.type, ...shortEffects(event)],
  shape: event.ends === null ? 'box' : 'pill',
  look: lookOf(event, flow),
  frame: frameOf(event.belongsTo, flow),
});

const shortEffects = ({ effects }: DescribedEvent): readonly string[] => {
  const words = effects.flatMap(({ kind }) => inShort[kind] ?? []);
  return words.length === 0 ? [] : [words.join(', ')];
};

export function lookOf(
  { ends, tone, belongsTo }: Pick<DescribedEvent, 'ends' | 'tone' | 'belongsTo'>,
  { kind, scope }: Pick<FlowDescription, 'kind' | 'scope'>,
): Look {
  if (ends !== null) return ends === 'completed' ? 'done' : 'stopped';
  if (tone !== 'forward') return tone;
  return scope === 'business' && belongsTo === kind ? 'business' : 'generic';
}

/** A command whose answer is not known beforehand: there the road turns. */
const isDecision = ({ answers, mayChangeNothing }: DescribedCommand): boolean =>
  answers.length > 1 || mayChangeNothing;

const decisionNode = ({ type, refuses }: DescribedCommand, flow: FlowDescription): Node => ({
  key: type,
  lines: [type, ...(refuses.length === 0 ? [] : [`${String(refuses.length)} rules`])],
  shape: 'hexagon',
  look: 'decision',
  frame: frameOf(familyOf(type), flow),
});

/** Where the chain is left and entered again; the outside world stands where it is asked. */
const borderNodes = (flow: FlowDescription): readonly Node[] => [
  ...tasksOf(flow)
    .slice(0, 1)
    .map(({ task }): Node => ({
      key: OUTSIDE,
      lines: [OUTSIDE],
      shape: 'slanted',
      look: 'outside',
      frame: frameOf(familyOf(task), flow),
    })),
  ...(flow.events.some(({ handsBack }) => handsBack)
    ? [{ key: BACK, lines: ['the flow goes on'], shape: 'slanted', look: 'business' } as const]
    : []),
];

const tasksOf = ({ events }: FlowDescription): readonly Extract<Step, { kind: 'task' }>[] =>
  events.flatMap(({ next }) => next).filter((step) => step.kind === 'task');

const commandOf = (type: string, { commands }: FlowDescription): DescribedCommand | undefined =>
  commands.find((command) => command.type === type);

/** To the decision that a command asks for, or straight to its only answer. */
function towards(
  from: string,
  type: string,
  flow: FlowDescription,
  dotted = false,
): readonly Edge[] {
  const command = commandOf(type, flow);
  if (command === undefined) return [];
  if (isDecision(command)) return [{ from, to: type, dotted }];
  return command.answers.map((to) => ({ from, to, label: type, dotted }));
}

const beginningEdges = (flow: FlowDescription): readonly Edge[] =>
  flow.begins.flatMap(({ command, by }) =>
    towards(beginnings[by], command, flow, by === 'outside'),
  );

/** The arrows away from an event, and those away from the decision that it leads to. */
const edgesAfter = (event: DescribedEvent, flow: FlowDescription): readonly Edge[] => [
  ...event.next.flatMap((step) => edgesOf(step, event.type, flow)),
  ...(event.handsBack ? [{ from: event.type, to: BACK }] : []),
  ...decisionsAfter(event, flow).flatMap((command) => [
    ...(isAnswerFromOutside(command, flow) ? towards(OUTSIDE, command.type, flow, true) : []),
    ...roadsFrom(command, flow),
  ]),
];

const edgesOf = (step: Step, from: string, flow: FlowDescription): readonly Edge[] =>
  step.kind === 'command'
    ? towards(from, step.command, flow)
    : [{ from, to: OUTSIDE, label: step.task, dotted: true }];

/** The decisions that this event is the first to lead to. */
function decisionsAfter(event: DescribedEvent, flow: FlowDescription): readonly DescribedCommand[] {
  const isFirst = (type: string): boolean =>
    flow.events.find(({ next }) => next.some((step) => commandAfter(step) === type)) === event;
  return [...new Set(event.next.map(commandAfter))]
    .map((command) => commandOf(command, flow))
    .filter((command) => command !== undefined)
    .filter((command) => isDecision(command) && isFirst(command.type));
}

const isAnswerFromOutside = ({ type }: DescribedCommand, flow: FlowDescription): boolean =>
  tasksOf(flow).some(({ answeredBy }) => answeredBy === type);

const roadsFrom = (command: DescribedCommand, flow: FlowDescription): readonly Edge[] => [
  ...command.answers.map((to) => ({ from: command.type, to })),
  ...(waitsForMore(command, flow)
    ? [{ from: command.type, to: OUTSIDE, label: 'nothing new yet', dotted: true }]
    : []),
];

/** A chain that stops without an event goes on when the outside world speaks again. */
const waitsForMore = (command: DescribedCommand, flow: FlowDescription): boolean =>
  command.mayChangeNothing && !isAnswerFromOutside(command, flow);
