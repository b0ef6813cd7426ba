import { Option, type Command } from 'commander';
import { depositView } from '../api/deposits/deposit.view';
import { flowView, type FlowView } from '../api/flows/flow.view';
import { RunningFlows } from '../api/flows/running-flows';
import { transferView } from '../api/transfers/transfer.view';
import { withdrawalView } from '../api/withdrawals/withdrawal.view';
import type { FlowDescription } from '../flow-docs/description';
import { diagramOfPath } from '../flow-docs/taken-path';
import type { Deposit } from '../flows/deposit/deposit.state';
import type { Transfer } from '../flows/transfer/transfer.state';
import type { Withdrawal } from '../flows/withdraw/withdraw.state';
import type { FlowState, FlowStatus } from '../kernel/flow-state';
import type { FlowId } from '../kernel/ids';
import type { FlowKind } from '../kernel/message';
import type { Money } from '../money';
import { AnsweredNo } from './answered-no';
import { firstOf, reading, type Books } from './books';
import { limitOf } from './options';
import { explained, print, type Printing } from './print';
import { drawFlow, statusInColour } from './terminal/draw-flow';
import { inWords } from './terminal/event-words';
import type { Paint } from './terminal/paint';
import { table } from './terminal/table';

/** How each kind of flow is shown as the resource that the API shows. */
const views = {
  deposit: (flow: FlowState) => depositView(flow as Deposit),
  withdraw: (flow: FlowState) => withdrawalView(flow as Withdrawal),
  transfer: (flow: FlowState) => transferView(flow as Transfer),
} as const;

const kinds = Object.keys(views) as readonly FlowKind[];
const statuses: readonly FlowStatus[] = ['pending', 'completed', 'failed', 'rejected'];

interface ListOptions extends Printing {
  readonly kind?: FlowKind;
  readonly account?: string;
  readonly status?: FlowStatus;
  readonly limit: number;
}

interface ShowOptions extends Printing {
  readonly mermaid?: true;
}

/** `cambist flows …` */
export function addFlows(program: Command): void {
  const flows = program.command('flows').description('deposits, withdrawals and transfers');
  addShow(flows);
  addList(flows);
}

function addShow(flows: Command): void {
  const show = flows
    .command('show')
    .description('draw the chain of events of one flow: times, postings, why it was refused')
    .argument('<id>', 'of a deposit (dep_…), a withdrawal (wdr_…) or a transfer (trf_…)')
    .option('--mermaid', 'print the chain as Mermaid text, for a Markdown page');
  explained(show, [
    'cambist flows show dep_01a1fc12-2f97-7641-a79d-6c294c5fa800',
    'cambist flows show dep_01a1fc12-2f97-7641-a79d-6c294c5fa800 --json',
  ]).action(async (id: string, options: ShowOptions) => {
    const { view, chain } = await reading((books) => shown(books, id as FlowId));
    print(options, view, (paint) =>
      options.mermaid ? diagramOfPath(view, chain) : drawFlow(view, chain, paint),
    );
  });
}

interface Shown {
  readonly view: FlowView;
  readonly chain: FlowDescription;
}

async function shown({ engine, reads, tenantId }: Books, id: FlowId): Promise<Shown> {
  const flow = await reads.flow(tenantId, id);
  const chain = flow && engine.get(RunningFlows).named(flow.kind);
  if (flow === undefined || chain === undefined) throw new AnsweredNo(`There is no flow ${id}.`);
  const [events, postings] = await Promise.all([
    reads.flowEvents(tenantId, id),
    reads.flowPostings(tenantId, id),
  ]);
  return { view: flowView(flow, events, postings), chain };
}

function addList(flows: Command): void {
  const list = flows
    .command('list')
    .description('list flows, newest first')
    .addOption(new Option('--kind <kind>', 'only one kind of flow').choices(kinds))
    .addOption(new Option('--status <status>', 'only those of this status').choices(statuses))
    .option('--account <id>', 'only those that touch this account')
    .option('--limit <number>', 'how many at most', limitOf, 20);
  explained(list, [
    'cambist flows list --status rejected',
    'cambist flows list --kind transfer --account acc_01a1fc12-2f68-754c-a8f1-ea1149ca9eef --limit 100',
  ]).action(async (options: ListOptions) => {
    const found = await reading((books) => newest(books, options));
    print(options, { data: found.map((flow) => views[flow.kind](flow)) }, (paint) =>
      flowsInWords(found, paint),
    );
  });
}

/** The newest flows of every kind that is asked for. */
async function newest(
  { reads, tenantId }: Books,
  { kind, account, status, limit }: ListOptions,
): Promise<readonly FlowState[]> {
  const filter = {
    ...(account !== undefined && { accountId: account }),
    ...(status !== undefined && { status }),
  };
  const lists = (kind === undefined ? kinds : [kind]).map((each) =>
    firstOf(limit, (page) => reads.flows(tenantId, { kind: each, ...filter }, page)),
  );
  const all = (await Promise.all(lists)).flat();
  return all.sort((a, b) => (madeAt(a) < madeAt(b) ? 1 : -1)).slice(0, limit);
}

/** Ids are ordered by time behind their prefix. */
const madeAt = ({ id }: FlowState): string => id.slice(4);

const flowsInWords = (flows: readonly FlowState[], paint: Paint): string =>
  table(
    ['id', 'status', 'asked', 'booked', 'created', 'why not'],
    flows.map((flow) => {
      const view = views[flow.kind](flow);
      return [
        view.id,
        statusInColour(view.status, paint),
        inWords(view.requested),
        bookedInWords(view),
        view.createdAt,
        view.failure?.code ?? '',
      ];
    }),
    { paint, nothing: 'No flows.' },
  );

function bookedInWords(view: ReturnType<(typeof views)[FlowKind]>): string {
  const booked: readonly (Money | null)[] =
    view.object === 'transfer' ? [view.debited, view.credited] : [view.converted];
  return booked.flatMap((money) => (money === null ? [] : [inWords(money)])).join(' → ');
}
