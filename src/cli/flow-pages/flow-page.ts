import type {
  DescribedCommand,
  DescribedEvent,
  FlowDescription,
  Step,
} from '../../flow-docs/description';
import { diagramOf } from '../../flow-docs/diagram';
import { effectWords } from './effect-words';
import { fieldTable, shapeSections } from './field-tables';
import type { FlowSources } from './flow-sources';
import { anchorOf, code, fence, link, page, table } from './markdown';
import type { TypeWords } from './type-words';

/** What the pages are made from. */
export interface PageParts {
  readonly flows: readonly FlowDescription[];
  readonly sources: FlowSources;
  readonly words: TypeWords;
}

/** Over every page: it is written by a program, and by which. */
export const WRITTEN = '<!-- Written by `npm run docs:flows` from the running code: edit that. -->';

export const pageOf = (kind: string): string => `${kind}.md`;

/** The page and the heading where an event is explained: that of the flow whose word it is. */
export const eventLink = ({ type, belongsTo }: DescribedEvent, from: string): string =>
  link(code(type), `${belongsTo === from ? '' : pageOf(belongsTo)}#${anchorOf(type)}`);

const toSource = (path: string): string => `../../${path}`;

/** Everything about one flow: its picture, its ends, its events, its rules. */
export function flowPage(flow: FlowDescription, parts: PageParts): string {
  return page(
    WRITTEN,
    '',
    `# The ${flow.kind} flow`,
    '',
    parts.sources.says(flow.kind),
    '',
    `${link('All flows', 'README.md')} · ${link('how to read the picture', 'README.md#how-to-read-the-pictures')} · its table: ${link(code(parts.sources.table(flow.kind)), toSource(parts.sources.table(flow.kind)))}`,
    '',
    fence('mermaid', diagramOf(flow)),
    endings(flow, parts),
    eventsInOrder(flow),
    rulesInOrder(flow, parts),
    whatEventsCarry(flow, parts),
  );
}

const booksOf = ({ effects }: DescribedEvent): string =>
  effects.map((effect) => effectWords(effect)).join('; ');

function endings(flow: FlowDescription, { flows }: PageParts): readonly string[] {
  const ends = flow.events.filter(({ ends: end }) => end !== null);
  const back = flow.events.filter(({ handsBack }) => handsBack);
  const aside = flow.events.filter(({ tone }) => tone === 'aside');
  return [
    '## Where it can end',
    '',
    ...(ends.length === 0 ? [] : ['Every path ends in exactly one of these events:', '']),
    ...table(
      ['event', 'the flow is then', 'what it does to the books'],
      ends.map((end) => [
        eventLink(end, flow.kind),
        code(end.ends ?? ''),
        booksOf(end) || 'nothing',
      ]),
    ),
    ...(back.length === 0
      ? []
      : ['It hands back to the flow that asked, which goes on by its own table:', '']),
    ...table(
      ['event', 'then'],
      back.map((event) => [eventLink(event, flow.kind), goesOnIn(event, flows)]),
    ),
    ...aside.map(
      (event) => `${eventLink(event, flow.kind)} is recorded aside: the flow stays where it was.`,
    ),
    '',
  ];
}

/** What the flows do with an event of a generic chain. */
const goesOnIn = ({ type }: DescribedEvent, flows: readonly FlowDescription[]): string =>
  flows
    .filter(({ scope }) => scope === 'business')
    .flatMap(({ events }) => events.filter((event) => event.type === type))
    .flatMap(({ next }) => next.map(stepWords))
    .join(', ');

const stepWords = (step: Step): string =>
  step.kind === 'command'
    ? code(step.command)
    : `${code(step.task)}, a call to the outside world${step.asked === 'soon' ? '' : ' now and then until the deadline, while it is open'}; its answer comes back as ${code(step.answeredBy)}`;

function eventsInOrder(flow: FlowDescription): readonly string[] {
  return [
    '## Its events, in order',
    '',
    'The way to success first, then what branches off it. An event answers a command, and leads to the next one.',
    '',
    ...table(
      ['', 'event', 'answers', 'leads to', 'the books'],
      flow.events.map((event, index) => [
        String(index + 1),
        eventLink(event, flow.kind),
        answeredCommands(event, flow).map(code).join(', '),
        leadsTo(event),
        booksOf(event),
      ]),
    ),
  ];
}

const answeredCommands = ({ type }: DescribedEvent, { commands }: FlowDescription): string[] =>
  commands.filter(({ answers }) => answers.includes(type)).map((command) => command.type);

function leadsTo({ next, ends, handsBack, tone }: DescribedEvent): string {
  if (ends !== null) return `the end: ${code(ends)}`;
  if (handsBack) return 'the flow goes on';
  return tone === 'aside' ? 'nothing' : next.map(stepWords).join('<br/>');
}

function rulesInOrder(flow: FlowDescription, parts: PageParts): readonly string[] {
  const judging = flow.commands.filter(({ refuses }) => refuses.length > 0);
  if (judging.length === 0) return [];
  return [
    '## Its rules, in order',
    '',
    'The commands in the order of the chain, and the rules of each in the order in which they are tried: the first that is broken gives the refusal.' +
      (flow.scope === 'business' ? ' Every amount is judged in the account’s own currency.' : ''),
    '',
    ...judging.flatMap((command) => rulesOf(command, flow, parts)),
  ];
}

const rulesOf = (
  command: DescribedCommand,
  flow: FlowDescription,
  { sources }: PageParts,
): readonly string[] => [
  `### The rules of ${code(command.type)}`,
  '',
  `${whenBroken(command, flow)} Tried by ${link(code(command.handler), toSource(sources.declaring(command.handler)))}.`,
  '',
  ...table(
    ['', 'what must hold', 'the refusal'],
    command.refuses.map(({ reason, says }, index) => [String(index + 1), says, code(reason)]),
  ),
];

/** What becomes of a flow whose rule is broken, read from what the command may answer. */
function whenBroken(
  { type: command, mayTurnAway, answers }: DescribedCommand,
  { kind, events, begins }: FlowDescription,
): string {
  if (mayTurnAway) {
    const isLater = begins.some((each) => each.command === command && each.when === 'later');
    const when = isLater ? 'When a caller asks for it later' : 'Before anything begins';
    return `${when}. Broken: the call is turned away, and nothing is recorded.`;
  }
  const possible = events.filter(({ type }) => answers.includes(type));
  const refusal =
    possible.find(({ tone }) => tone === 'aside') ??
    possible.find(({ tone }) => tone === 'refused');
  if (refusal === undefined) throw new Error(`${answers.join(', ')}: none of them is a refusal.`);
  return refusal.tone === 'aside'
    ? `Broken: what was said is not believed; ${eventLink(refusal, kind)} is recorded and nothing moves.`
    : `Broken: ${eventLink(refusal, kind)}, with the refusal in it.`;
}

function whatEventsCarry(flow: FlowDescription, { words }: PageParts): readonly string[] {
  const own = flow.events.filter(({ belongsTo }) => belongsTo === flow.kind);
  const others = flow.events.filter(({ belongsTo }) => belongsTo !== flow.kind);
  return [
    '## What its events carry',
    '',
    ...(others.length === 0
      ? []
      : [
          `What is common to all flows is told where it belongs: ${others.map((event) => eventLink(event, flow.kind)).join(', ')}.`,
          '',
        ]),
    ...own.flatMap(({ type }) => [`### ${code(type)}`, '', ...fieldTable(type, words)]),
    ...shapeSections(
      own.map(({ type }) => type),
      words,
    ),
  ];
}
