import type { FlowStatus } from '../kernel/flow-state';
import { isId } from '../kernel/ids';
import { commandAfter, type DescribedEvent, type FlowDescription } from './description';
import { lookOf } from './diagram';
import { mermaid, type Edge, type Node } from './mermaid';

/** A recorded event of a flow. */
export interface TakenEvent {
  readonly id: string;
  readonly sequence: number;
  readonly type: string;
  /** The event that caused it, or what came from outside. */
  readonly causationId: string;
}

export interface TakenPath {
  readonly id: string;
  readonly status: FlowStatus;
  /** In the order of their sequence. */
  readonly events: readonly TakenEvent[];
}

const CALLER = 'a caller asked';
const OUTSIDE = 'the outside world';

/** The way that one flow has gone so far, event by event, as a Mermaid flowchart. */
export function diagramOfPath(path: TakenPath, flow: FlowDescription): string {
  const edges = path.events.flatMap((event) => [
    edgeTo(event, path, flow),
    ...edgesOutside(event, flow),
  ]);
  const isLeft = edges.some(({ from, to }) => from === OUTSIDE || to === OUTSIDE);
  return mermaid({
    title: `${path.id}, ${path.status}`,
    nodes: [
      { key: CALLER, lines: [CALLER], shape: 'slanted', look: 'outside' },
      ...path.events.map((event) => takenNode(event, flow)),
      ...(isLeft ? [outsideNode(path)] : []),
    ],
    edges,
  });
}

/** An event that today's tables do not know any more is shown all the same. */
const definitionOf = (type: string, { events }: FlowDescription): DescribedEvent | undefined =>
  events.find((event) => event.type === type);

const takenNode = ({ id, sequence, type }: TakenEvent, flow: FlowDescription): Node => {
  const known = definitionOf(type, flow);
  const isEnd = known !== undefined && known.ends !== null;
  return {
    key: id,
    lines: [`${String(sequence)}. ${type}`],
    shape: isEnd ? 'pill' : 'box',
    look: known === undefined ? 'aside' : lookOf(known, flow),
  };
};

const tasksAfter = ({ type }: TakenEvent, flow: FlowDescription): readonly string[] =>
  (definitionOf(type, flow)?.next ?? []).flatMap((step) =>
    step.kind === 'task' && step.asked === 'soon' ? [step.task] : [],
  );

const edgesOutside = (event: TakenEvent, flow: FlowDescription): readonly Edge[] =>
  tasksAfter(event, flow).map((label) => ({ from: event.id, to: OUTSIDE, label, dotted: true }));

const outsideNode = ({ status }: TakenPath): Node => ({
  key: OUTSIDE,
  lines: status === 'pending' ? [OUTSIDE, 'its answer is awaited'] : [OUTSIDE],
  shape: 'slanted',
  look: 'outside',
});

function edgeTo(event: TakenEvent, { events }: TakenPath, flow: FlowDescription): Edge {
  const cause = events.find(({ id }) => id === event.causationId);
  if (cause !== undefined) {
    return { from: cause.id, to: event.id, label: commandBetween(cause.type, event.type, flow) };
  }
  const isAsked = event === events[0] || isId('req', event.causationId);
  return {
    from: isAsked ? CALLER : OUTSIDE,
    to: event.id,
    label: isAsked
      ? answeredBy(
          event.type,
          flow,
          flow.begins.map(({ command }) => command),
        )
      : answeredBy(event.type, flow, answersFromOutside(flow)),
    dotted: !isAsked,
  };
}

/** The command by which one event led to the other. */
const commandBetween = (from: string, to: string, flow: FlowDescription): string | undefined =>
  answeredBy(to, flow, (definitionOf(from, flow)?.next ?? []).map(commandAfter));

const answersFromOutside = ({ events }: FlowDescription): readonly string[] =>
  events.flatMap(({ next }) => next.filter(({ kind }) => kind === 'task').map(commandAfter));

const answeredBy = (
  type: string,
  { commands }: FlowDescription,
  among: readonly string[],
): string | undefined =>
  commands.find((command) => among.includes(command.type) && command.answers.includes(type))?.type;
