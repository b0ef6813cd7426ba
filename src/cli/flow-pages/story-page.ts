import type { DescribedEvent, FlowDescription } from '../../flow-docs/description';
import { roundingOf } from '../../flows/conversion/conversion.rules';
import { convert, moneyOf, type Money } from '../../money';
import { effectWords, isAboutMoney } from './effect-words';
import { eventLink, pageOf, WRITTEN, type PageParts } from './flow-page';
import { legend } from './legend';
import { code, fence, link, page, table } from './markdown';

/** The page that a newcomer reads first: what flows are, and which there are. */
export function storyPage(parts: PageParts): string {
  const { flows } = parts;
  return page(
    WRITTEN,
    '',
    '# How money moves: the event flows',
    '',
    `Whoever calls ${code('POST /v1/deposits')}, ${code('/v1/withdrawals')} or ${code('/v1/transfers')} starts a **flow**: a chain of events, recorded one after the other and never changed. These pages draw every chain. They are written by the code that runs it: from its tables of arrows, from what its handlers may answer, from its rules and from its types. When the code changes and they do not, a test fails.`,
    '',
    theFlows(parts),
    shortStory(flows),
    inFigures(),
    howAChainMoves(),
    fence('mermaid', legend()),
    genericAndBusiness(flows),
    whereMoneyMoves(flows),
    whatMayGoWrong(),
    everyEvent(flows),
    readOn(),
  );
}

const isBusiness = ({ scope }: FlowDescription): boolean => scope === 'business';

const theFlows = ({ flows, sources }: PageParts): readonly string[] => [
  '## The flows',
  '',
  ...table(
    ['flow', 'in one sentence', 'it can end as'],
    flows
      .filter(isBusiness)
      .map(({ kind, events }) => [
        link(kind, pageOf(kind)),
        sources.says(kind),
        events.flatMap(({ ends }) => (ends === null ? [] : [code(ends)])).join(', '),
      ]),
  ),
  'And the two chains that they share:',
  '',
  ...table(
    ['chain', 'in one sentence'],
    flows
      .filter((flow) => !isBusiness(flow))
      .map(({ kind }) => [link(kind, pageOf(kind)), sources.says(kind)]),
  ),
];

/** The events of a flow in which all goes well. */
function happyPath({ events }: FlowDescription): readonly DescribedEvent[] {
  const end = events.findIndex(({ ends }) => ends === 'completed');
  return events.slice(0, end + 1);
}

const shortStory = (flows: readonly FlowDescription[]): readonly string[] => [
  '## When all goes well',
  '',
  ...flows.filter(isBusiness).flatMap((flow) => [
    `**${flow.kind}**: ${happyPath(flow)
      .map((event) => eventLink(event, ''))
      .join(' → ')}`,
    '',
  ]),
  'A conversion always happens: from a currency into itself it is one at the rate 1. So every rule is judged in the account’s own currency, before any payment begins: no path leads to a payment but through `*.validated`, and none to `*.validated` but through `conversion.done`. [A test](../../test/tidy/flow-paths.spec.ts) walks the tables and proves it.',
  '',
];

/** Computed here by the code that computes it everywhere. */
function inFigures(): readonly string[] {
  const from = moneyOf('10005', 'JPY');
  const rate = '0.0066613';
  const { exact, rounded, remainder } = convert(from, rate, 'USD', roundingOf.directed.credit);
  const amount = ({ amount: text, currency }: Money): string => `${text} ${currency}`;
  return [
    '## In figures',
    '',
    `Somebody deposits ${amount(from)} into an account in USD, at a rate of ${rate}. The conversion comes to exactly ${exact} USD; what a customer is credited is rounded down, to ${amount(rounded)}, and the remainder of ${remainder} stands in \`conversion.done\`. The limits of the account are held against ${amount(rounded)}. The payment is over ${amount(from)}, as it was asked for. When the provider says that it is done, one entry is posted: ${amount(from)} from \`clearing:simulator\` to \`fx\`, and ${amount(rounded)} from \`fx\` to the account.`,
    '',
  ];
}

const howAChainMoves = (): readonly string[] => [
  '## How to read the pictures',
  '',
  'An **event** is a fact: `deposit.validated`. A **command** is an order: `payment.initiate`. The table of a flow says which command follows which event; the handler of a command answers it with one event, and that event is recorded. So the chain goes from box to box, and nothing else decides where: no code asks `if`.',
  '',
  'Where a command can be answered in more than one way the picture has a hexagon. Where rules decide, they stand on the page in the order in which they are tried. Dotted arrows leave the server: a call to a payment provider, made after everything before it was committed, as often as it takes. Its answer, or a webhook, comes back as a command of its own.',
  '',
];

const genericAndBusiness = (flows: readonly FlowDescription[]): readonly string[] => [
  '## Generic and business events',
  '',
  `The words of ${flows
    .filter((flow) => !isBusiness(flow))
    .map(({ kind }) => link(kind, pageOf(kind)))
    .join(
      ' and ',
    )} are the same in every flow, and know nothing of deposits or accounts: money and target currencies in, money out. Each flow then says in words of its own what that means for it: \`conversion.done\` leads a deposit to \`deposit.conversion-done\`, and a transfer to \`transfer.conversion-done\`. What a flow needs later it reads from its own state, where the amounts of \`conversion.done\` are frozen: no later rate, and no word of a provider, changes them.`,
  '',
];

const whereMoneyMoves = (flows: readonly FlowDescription[]): readonly string[] => [
  '## Where money moves',
  '',
  'Only here. Every other event leaves balances and holds as they are, and a refused flow has none of these. `fx` and `clearing:{provider}` are the tenant’s own accounts; an entry is balanced in each currency, and the two `fx` legs of a conversion at the rate 1 cancel out.',
  '',
  ...table(
    ['event', 'what happens'],
    flows.filter(isBusiness).flatMap((flow) =>
      flow.events
        .filter(({ effects }) => effects.some(isAboutMoney))
        .map((event) => [
          eventLink(event, ''),
          event.effects
            .filter(isAboutMoney)
            .map((effect) => effectWords(effect))
            .join('; '),
        ]),
    ),
  ),
];

const whatMayGoWrong = (): readonly string[] => [
  '## What may go wrong',
  '',
  '- **A rule says no.** That is an answer, not a fault: the flow ends `rejected`, the caller gets a 422 that names the rule, and the flow stays readable. Nothing was posted or held.',
  '- **The provider says no.** `payment.failed` ends the flow `failed`; what was held or counted against a limit is given back.',
  '- **The provider says nothing.** The payment is `unknown`, and is asked after until it is known. It is never assumed to have failed, and never sent twice under two keys.',
  '- **Nobody says anything for too long.** A payment is asked about now and then, in case a webhook was lost. One that has no end at its deadline is `payment.overdue`: an operator finds it in `GET /v1/anomalies`, and nothing moves. It goes on being asked about, and is reported again a deadline later.',
  '- **The caller has second thoughts.** `POST …/{id}/cancel` ends a payment that the provider certainly does not have, as `payment.failed` with the code `cancelled`. While it may be there, what the provider says counts.',
  '- **The provider says what cannot be true**, another amount or another end: it is recorded aside as `payment.anomaly-found` and moves nothing.',
  '- **Our code throws.** Nothing of the message is kept but a dead letter, which the same idempotency key or `POST /v1/dead-letters/{id}/retry` runs once, or `…/discard` gives up.',
  '',
];

function everyEvent(flows: readonly FlowDescription[]): readonly string[] {
  const events = new Map(
    flows.flatMap((flow) => flow.events).map((event) => [event.type, event] as const),
  );
  return [
    '## Every event',
    '',
    ...[...events.values()]
      .sort((a, b) => (a.type < b.type ? -1 : 1))
      .map((event) => `- ${eventLink(event, '')}`),
    '',
  ];
}

const readOn = (): readonly string[] => [
  '## See it live',
  '',
  '- `GET /v1/flows/{id}`: the events that one flow recorded and what it posted; `GET /v1/flows/{id}/diagram`: the way that it went, as a picture like these.',
  '- `GET /v1/flow-definitions/{kind}` and `…/diagram`: what these pages tell, from the running server.',
  '- `GET /v1/events?type=deposit.*`: the whole log, in order.',
  '',
  `The tables stand in ${link(code('src/flows'), '../../src/flows')}, one folder for each flow: begin with its ${code('*.flow.ts')}. What draws them is ${link(code('src/flow-docs'), '../../src/flow-docs')}.`,
];
