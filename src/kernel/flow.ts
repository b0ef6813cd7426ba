import { concatMap, type Observable } from 'rxjs';
import type { FlowKind, Message, MessageClass, Meta } from './message';

/**
 * One arrow of a flow: when this event is recorded, this command is sent, or this task is given
 * to the outside world, whose answer comes back as a command of its own.
 */
export interface Arrow {
  readonly event: MessageClass;
  readonly leadsTo:
    | { readonly kind: 'command'; readonly command: MessageClass }
    | {
        readonly kind: 'task';
        readonly task: MessageClass;
        readonly answeredBy: MessageClass;
        /** `until-deadline`: now and then while nothing has ended it, and at the deadline. */
        readonly asked: 'soon' | 'until-deadline';
      };
  readonly react: (event: Message) => Message;
}

/** A table of arrows. A generic one answers the events of every flow and knows none of them. */
export interface Flow {
  readonly name: string;
  readonly sees: FlowKind | 'every-flow';
  readonly arrows: readonly Arrow[];
}

type EventOf<E> = MessageClass<E, Message<string, E>>;

const reaction =
  <E, C>(next: MessageClass<C>, fill: (data: E, meta: Meta) => C) =>
  ({ data, meta }: Message): Message =>
    new next(fill(data as E, meta), meta);

/** When `event` is recorded, `command` is sent; `fill` says what of the event it carries. */
export const on = <E, C>(
  event: EventOf<E>,
  command: MessageClass<C>,
  fill: (data: E, meta: Meta) => NoInfer<C>,
): Arrow => ({
  event,
  leadsTo: { kind: 'command', command },
  react: reaction(command, fill),
});

const asking =
  (asked: 'soon' | 'until-deadline') =>
  <E, T>(
    event: EventOf<E>,
    task: MessageClass<T>,
    answeredBy: MessageClass,
    fill: (data: E, meta: Meta) => NoInfer<T>,
  ): Arrow => ({
    event,
    leadsTo: { kind: 'task', task, answeredBy, asked },
    react: reaction(task, fill),
  });

/**
 * When `event` is recorded, `task` is committed to the outbox beside it. It is performed only
 * after the commit, as often as it takes, and its answer arrives as the command `answeredBy`.
 */
export const asks = asking('soon');

/**
 * As `asks`, for a question that is hoped not to be needed: it waits in the outbox, is asked now
 * and then until its deadline, and an effect drops it when there is nothing left to ask.
 */
export const asksUntilDeadline = asking('until-deadline');

/** The chain of one kind of request: it sees only the events of its own flows. */
export const flow = (name: FlowKind, ...arrows: readonly Arrow[]): Flow => ({
  name,
  sees: name,
  arrows,
});

/** A chain that serves every flow alike, and knows nothing of any. */
export const genericFlow = (name: string, ...arrows: readonly Arrow[]): Flow => ({
  name,
  sees: 'every-flow',
  arrows,
});

export type SagaFunction = (events$: Observable<Message>) => Observable<Message>;

/** A saga made from a table says which table it is, so that the engine and the docs can read it. */
export type FlowSaga = SagaFunction & {
  readonly flow: Flow;
  /** What it emits for one event, without the stream around it, which costs more than the answer. */
  readonly reactionsTo: (event: Message) => readonly Message[];
};

const NO_REACTION: readonly Message[] = [];

function byEventType(arrows: readonly Arrow[]): ReadonlyMap<string, readonly Arrow[]> {
  const groups = new Map<string, Arrow[]>();
  for (const arrow of arrows) {
    groups.set(arrow.event.type, [...(groups.get(arrow.event.type) ?? []), arrow]);
  }
  return groups;
}

/** Runs a table of arrows as a Nest saga: stateless, total, and done when the event is. */
export function sagaOf(table: Flow): FlowSaga {
  const arrows = byEventType(table.arrows);
  const concerns = ({ meta }: Message): boolean =>
    table.sees === 'every-flow' || meta.stream.kind === table.sees;
  const reactionsTo = (event: Message): readonly Message[] =>
    concerns(event) ? (arrows.get(event.type) ?? []).map(({ react }) => react(event)) : NO_REACTION;
  return Object.assign(
    (events$: Observable<Message>) => events$.pipe(concatMap((event) => [...reactionsTo(event)])),
    { flow: table, reactionsTo },
  );
}
