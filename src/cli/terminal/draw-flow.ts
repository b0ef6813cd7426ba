import type { FlowView } from '../../api/flows/flow.view';
import type { DescribedEvent, FlowDescription } from '../../flow-docs/description';
import { lookOf } from '../../flow-docs/diagram';
import type { Look } from '../../flow-docs/mermaid';
import { isId } from '../../kernel/ids';
import { eventInWords, holdInWords } from './event-words';
import type { Paint, Tint } from './paint';
import { aligned, filled } from './table';

type ShownEvent = FlowView['events'][number];

/** The chain that the flow is an example of, as far as a drawing needs it. */
export type Chain = Pick<FlowDescription, 'kind' | 'scope' | 'events'>;

const dress: Readonly<Record<Look, { readonly mark: string; readonly tints: readonly Tint[] }>> = {
  business: { mark: '○', tints: ['cyan'] },
  generic: { mark: '○', tints: ['dim'] },
  refused: { mark: '✖', tints: ['red'] },
  done: { mark: '●', tints: ['bold', 'green'] },
  stopped: { mark: '✖', tints: ['bold', 'red'] },
  outside: { mark: '┊', tints: ['yellow'] },
  decision: { mark: '○', tints: ['dim'] },
  aside: { mark: '·', tints: ['dim'] },
};

const statusTints: Readonly<Record<FlowView['status'], Tint>> = {
  pending: 'yellow',
  completed: 'green',
  failed: 'red',
  rejected: 'red',
};

/** The status in its colour. */
export const statusInColour = (status: FlowView['status'], paint: Paint): string =>
  paint(statusTints[status], status);

/**
 * The chain that a flow took, for the terminal: one event under the other with its time, what it
 * says, what it did to the hold, the postings under the event that made them, and a dotted line
 * where the flow left for the outside world.
 */
export function drawFlow(flow: FlowView, chain: Chain, paint: Paint): string {
  const drawing = new Drawing(flow, chain, paint);
  return `${[...drawing.head(), '', ...drawing.events(), ...drawing.foot()].join('\n')}\n`;
}

const TIME_WIDTH = '10:00:00.000'.length;

class Drawing {
  private readonly typeWidth: number;

  constructor(
    private readonly flow: FlowView,
    private readonly chain: Chain,
    private readonly paint: Paint,
  ) {
    this.typeWidth = Math.max(0, ...flow.events.map(({ type }) => type.length));
  }

  head(): readonly string[] {
    const { id, kind, status, events } = this.flow;
    const first = events[0]?.occurredAt ?? '';
    const took = pauseBetween(first, events.at(-1)?.occurredAt ?? '');
    const name = this.paint('bold', `${kind} ${id}`);
    return [
      `${name}  ${statusInColour(status, this.paint)}`,
      this.paint('dim', `began ${first}, ${status === 'pending' ? 'so far' : 'took'} ${took}`),
    ];
  }

  events(): readonly string[] {
    return this.flow.events.flatMap((event, index) => [
      ...this.return(event, index),
      ...this.event(event, index),
      ...this.postingsOf(event),
      ...this.leave(event),
    ]);
  }

  foot(): readonly string[] {
    return this.flow.status === 'pending'
      ? [this.line('', this.outside('it waits for the outside world'))]
      : [];
  }

  private event(event: ShownEvent, index: number): readonly string[] {
    const known = this.definitionOf(event);
    const { mark, tints } = dress[known === undefined ? 'aside' : lookOf(known, this.chain)];
    const painted = (text: string): string =>
      tints.reduce((dressed, tint) => this.paint(tint, dressed), text);
    const holds = holdInWords(known?.effects ?? [], event.data);
    // What is said of the hold names the amount already.
    const words = eventInWords(event.data).filter(
      (each) => !holds.some((hold) => hold.startsWith(each)),
    );
    const [first = '', ...more] = [...words, ...holds];
    const name = filled(`${painted(mark)} ${painted(event.type)}`, this.typeWidth + 2);
    return [
      this.line(this.timeOf(event, index), `${name}  ${first}`),
      ...more.map((text) => this.line('', this.under(text))),
    ];
  }

  /** The postings of an event: an entry has the UUID of the event that posted it. */
  private postingsOf({ id }: ShownEvent): readonly string[] {
    const own = this.flow.postings.filter(({ entryId }) => uuidOf(entryId) === uuidOf(id));
    const rows = own.map(({ side, account, amount, currency }) => [
      side,
      account,
      amount,
      currency,
    ]);
    return aligned(rows, [2]).map((row) => this.line('', this.under(this.paint('green', row))));
  }

  /** The dotted line back from outside, where something there, or a caller, caused the event. */
  private return(event: ShownEvent, index: number): readonly string[] {
    const before = this.flow.events[index - 1];
    const isCausedHere = this.flow.events.some(({ id }) => id === event.causationId);
    if (before === undefined || isCausedHere) return [];
    const pause = pauseBetween(before.occurredAt, event.occurredAt);
    const who = isId('req', event.causationId)
      ? 'a caller asked'
      : 'the outside world has answered';
    return [this.line('', this.outside(`${who}, ${pause} later`))];
  }

  private leave(event: ShownEvent): readonly string[] {
    const tasks = (this.definitionOf(event)?.next ?? []).filter((step) => step.kind === 'task');
    const asked = tasks.filter((task) => task.asked === 'soon');
    return asked.map(({ task }) => this.line('', this.outside(`${task}: asked outside`)));
  }

  private timeOf({ occurredAt }: ShownEvent, index: number): string {
    const before = this.flow.events[index - 1]?.occurredAt;
    return occurredAt === before ? '' : occurredAt.slice(11, 23);
  }

  private definitionOf({ type }: ShownEvent): DescribedEvent | undefined {
    return this.chain.events.find((event) => event.type === type);
  }

  private readonly outside = (text: string): string => this.paint('yellow', `┊ ${text}`);

  private readonly under = (text: string): string =>
    `${this.paint('dim', '│')} ${' '.repeat(this.typeWidth)}  ${text}`;

  private readonly line = (time: string, rest: string): string =>
    `  ${this.paint('dim', filled(time, TIME_WIDTH))}  ${rest}`.trimEnd();
}

const uuidOf = (id: string): string => id.slice(id.indexOf('_'));

const units: readonly (readonly [milliseconds: number, name: string])[] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1_000, 's'],
];

/** How long it was from one moment to the other, in the largest unit that it fills. */
function pauseBetween(from: string, to: string): string {
  const pause = Date.parse(to) - Date.parse(from);
  const [size, name] = units.find(([each]) => pause >= each) ?? [1, 'ms'];
  return `${(pause / size).toFixed(size === 1 || pause % size === 0 ? 0 : 1)} ${name}`;
}
