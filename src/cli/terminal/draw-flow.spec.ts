import type { FlowView } from '../../api/flows/flow.view';
import type { DescribedEvent } from '../../flow-docs/description';
import { TimeOrderedIds, renamed } from '../../kernel/ids';
import { drawFlow, type Chain } from './draw-flow';
import { coloured, plain } from './paint';

const ids = new TimeOrderedIds();

const described = (type: string, more: Partial<DescribedEvent> = {}): DescribedEvent => ({
  type,
  belongsTo: type.slice(0, type.indexOf('.')),
  tone: 'forward',
  next: [],
  ends: null,
  handsBack: false,
  payment: null,
  effects: [],
  ...more,
});

const chain: Chain = {
  kind: 'withdraw',
  scope: 'business',
  events: [
    described('withdraw.validated', { effects: [{ kind: 'hold' }] }),
    described('payment.initiated', {
      next: [
        { kind: 'task', task: 'payment.submit', answeredBy: 'payment.record-news', asked: 'soon' },
      ],
    }),
    described('withdraw.completed', { ends: 'completed', effects: [{ kind: 'release' }] }),
    described('withdraw.rejected', { ends: 'rejected', tone: 'refused' }),
  ],
};

const began = Date.parse('2026-11-21T10:00:00.000Z');
type Seen = FlowView['events'][number];

const seen = (
  type: string,
  data: Seen['data'],
  { after, later = 0 }: { readonly after?: Seen; readonly later?: number } = {},
): Seen => ({
  id: ids.next('evt'),
  position: 1,
  sequence: 1,
  type,
  occurredAt: new Date(began + later).toISOString(),
  causationId: after?.id ?? ids.next('tsk'),
  data,
});

const converted = { amount: '54.00', currency: 'EUR' };

function paid(later: number): FlowView {
  const validated = seen('withdraw.validated', { converted });
  const initiated = seen(
    'payment.initiated',
    { amount: { amount: '50.00', currency: 'CHF' }, direction: 'out', method: 'sim:success' },
    { after: validated },
  );
  const completed = seen('withdraw.completed', { converted }, { later });
  const entryId = renamed(completed.id, 'ent');
  const legs = [
    { entryId, account: 'acc_1', side: 'debit', ...converted },
    { entryId, account: 'fx', side: 'credit', ...converted },
  ] as unknown as FlowView['postings'];
  return {
    id: ids.next('wdr'),
    kind: 'withdraw',
    status: 'completed',
    events: [validated, initiated, completed],
    postings: legs,
  };
}

it('draws times, holds, the way through the outside world, and postings under their event', () => {
  const flow = paid(1_500);
  expect(drawFlow(flow, chain, plain)).toBe(
    [
      `withdraw ${flow.id}  completed`,
      'began 2026-11-21T10:00:00.000Z, took 1.5 s',
      '',
      '  10:00:00.000  ○ withdraw.validated  54.00 EUR held until the payment has ended',
      '                ○ payment.initiated   50.00 CHF to sim:success',
      '                ┊ payment.submit: asked outside',
      '                ┊ the outside world has answered, 1.5 s later',
      '  10:00:01.500  ● withdraw.completed  54.00 EUR no longer held',
      '                │                     debit   acc_1  54.00  EUR',
      '                │                     credit  fx     54.00  EUR',
      '',
    ].join('\n'),
  );
});

it.each([
  [12, '12 ms'],
  [60_000, '1 min'],
  [5_400_000, '1.5 h'],
  [7 * 86_400_000, '7 d'],
])('tells %i ms as %s', (later, told) => {
  expect(drawFlow(paid(later), chain, plain)).toContain(`answered, ${told} later`);
});

it('tells why a flow was refused, and what there was', () => {
  const rejected = seen('withdraw.rejected', {
    refusal: {
      code: 'insufficient-funds',
      detail: 'There must be enough money.',
      required: '54.00',
      available: '1.00',
      currency: 'EUR',
    },
  });
  const flow: FlowView = { ...paid(0), status: 'rejected', events: [rejected], postings: [] };
  const [, ...lines] = drawFlow(flow, chain, plain).trimEnd().split('\n').slice(2);
  expect(lines.map((line) => line.trim())).toEqual([
    '10:00:00.000  ✖ withdraw.rejected  insufficient-funds',
    '│                    There must be enough money.',
    '│                    required 54.00 EUR, available 1.00 EUR',
  ]);
});

it('says of a pending flow what it waits for, and shows an event that the tables do not know', () => {
  const strange = seen('withdraw.blessed', {});
  const flow: FlowView = { ...paid(0), status: 'pending', events: [strange], postings: [] };
  const drawn = drawFlow(flow, chain, plain);
  expect(drawn).toContain('so far 0 ms');
  expect(drawn).toContain('· withdraw.blessed\n');
  expect(drawn).toContain('┊ it waits for the outside world\n');
});

it('differs by nothing but colours on a terminal', () => {
  const flow = paid(20);
  const drawn = drawFlow(flow, chain, coloured);
  expect(drawn).toContain('\u001b[32m');
  // eslint-disable-next-line no-control-regex -- The colours are what is to be taken away.
  expect(drawn.replace(/\u001b\[[0-9]+m/g, '')).toBe(drawFlow(flow, chain, plain));
});
