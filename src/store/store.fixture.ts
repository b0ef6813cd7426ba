import type { Account, AccountLimits } from '../accounts/account';
import { instantOf } from '../kernel/clock';
import type { FlowState } from '../kernel/flow-state';
import { type AccountId, type FlowId, renamed, type TenantId, TimeOrderedIds } from '../kernel/ids';
import type { FlowKind } from '../kernel/message';
import { isCustomer, legsOf, move, type Move } from '../ledger/entry';
import { type Money, moneyOf, zero } from '../money';
import type { Quote } from '../rates/quote';
import type { Tenant } from '../tenancy/tenancy';
import type {
  AnsweredRequest,
  Changes,
  DeadLetter,
  NewEvent,
  PostedEntry,
  ReceivedWebhook,
  StoredFlow,
  Task,
  Wanted,
} from './records';

/** Things to store, each whole and plausible, of which a test says only what it is about. */

export const ids = new TimeOrderedIds();

export const AT = '2026-11-21T10:00:00.000Z';
/** More than 2^63 minor units of a currency with 18 decimals, and no digit that may be lost. */
export const HUGE = moneyOf('123456789012345678901.123456789012345678', 'ETH');

export const nothingWanted: Wanted = {
  tenants: [],
  accounts: [],
  flows: [],
  references: [],
  requests: [],
  tasks: [],
  tasksOf: [],
  webhooks: [],
  deadLetters: [],
  streams: [],
  keys: [],
  quotes: [],
  currencies: [],
};
export const wanting = (wanted: Partial<Wanted>): Wanted => ({ ...nothingWanted, ...wanted });

const noChanges: Changes = {
  events: [],
  tenants: [],
  accounts: [],
  flows: [],
  entries: [],
  leftBalances: [],
  keys: [],
  quotes: [],
  pinnedRates: [],
  unpinnedRates: [],
  anomalies: [],
  answeredRequests: [],
  newTasks: [],
  postponedTasks: [],
  doneTasks: [],
  stoppedStreams: [],
  appliedWebhooks: [],
  deadLetters: [],
};
export const changing = (changes: Partial<Changes>): Changes => ({ ...noChanges, ...changes });

/** A tenant as it begins. */
export const aTenant = (id: TenantId, name: string): Tenant => ({
  id,
  name,
  settings: { spreadBasisPoints: 0, rounding: 'directed' },
  currencies: [],
  createdAt: AT,
});

/** 250.00 EUR into dollars, open. */
export const aQuote = (tenantId: TenantId, more: Partial<Quote> = {}): Quote => ({
  tenantId,
  id: ids.next('quo'),
  from: moneyOf('250.00', 'EUR'),
  to: 'USD',
  rate: { value: '1.0832', base: 'EUR', quote: 'USD', source: 'manual', asOf: AT },
  spreadBasisPoints: 0,
  createdAt: AT,
  expiresAt: '2026-11-21T10:05:00.000Z',
  usedBy: null,
  ...more,
});

const free = { min: null, max: null, daily: null };
export const noLimits: AccountLimits = { deposit: free, withdraw: free, transfer: free };

export const anAccount = (
  tenantId: TenantId,
  currency = 'EUR',
  more: Partial<Account> = {},
): Account => ({
  tenantId,
  id: ids.next('acc'),
  currency,
  status: 'open',
  name: null,
  reference: null,
  posted: moneyOf('0', currency),
  held: moneyOf('0', currency),
  overdraft: moneyOf('0', currency),
  limits: noLimits,
  usage: [],
  flowsUnderWay: 0,
  metadata: {},
  version: 1,
  createdAt: AT,
  updatedAt: AT,
  ...more,
});

const prefixes = { deposit: 'dep', withdraw: 'wdr', transfer: 'trf' } as const;

export const aFlow = (
  tenantId: TenantId,
  accountIds: readonly AccountId[],
  kind: FlowKind = 'transfer',
  more: Partial<FlowState> = {},
): FlowState => ({
  tenantId,
  id: ids.next(prefixes[kind]),
  kind,
  status: 'pending',
  accountIds,
  paymentId: null,
  createdAt: AT,
  updatedAt: AT,
  ...more,
});

export const stored = (state: FlowState, sequence = 1): StoredFlow => ({ state, sequence });

export const anEvent = (
  tenantId: TenantId,
  stream: NewEvent['stream'],
  sequence: number,
  more: Partial<NewEvent> = {},
): NewEvent => ({
  tenantId,
  id: ids.next('evt'),
  type: `${stream.kind}.happened`,
  stream,
  sequence,
  occurredAt: AT,
  causationId: ids.next('evt'),
  data: JSON.stringify({ number: sequence }),
  ...more,
});

export const flowEvent = (
  flow: FlowState,
  sequence: number,
  more: Partial<NewEvent> = {},
): NewEvent => anEvent(flow.tenantId, { kind: flow.kind, id: flow.id }, sequence, more);

export const anEntry = (
  flow: { readonly tenantId: TenantId; readonly id: FlowId },
  moves: readonly Move[],
  balances: ReadonlyMap<AccountId, Money> = new Map(),
): PostedEntry => {
  const legs = legsOf(moves);
  return {
    id: renamed(ids.next('evt'), 'ent'),
    tenantId: flow.tenantId,
    flowId: flow.id,
    type: 'transfer.completed',
    postedAt: AT,
    legs,
    conversions: [],
    balances: legs.map(({ account, amount }) =>
      isCustomer(account) ? (balances.get(account) ?? zero(amount.currency)).amount : null,
    ),
  };
};

export const aTask = (tenantId: TenantId, flow: FlowId, more: Partial<Task> = {}): Task => ({
  tenantId,
  id: ids.next('tsk'),
  type: 'payment.submit',
  stream: { kind: 'deposit', id: flow },
  causationId: ids.next('evt'),
  data: '{"amount":"1.00"}',
  attempts: 0,
  dueAt: 1_000,
  leasedBy: null,
  leasedUntil: 0,
  waitsSince: null,
  ...more,
});

export const aWebhook = (
  tenantId: TenantId,
  more: Partial<ReceivedWebhook> = {},
): ReceivedWebhook => ({
  tenantId,
  id: ids.next('whr'),
  provider: 'simulator',
  eventId: ids.next('evt'),
  headers: '{"webhook-id":"1"}',
  body: Buffer.from([0x7b, 0x00, 0xff, 0x7d]),
  receivedAt: AT,
  ...more,
});

export const aDeadLetter = (
  tenantId: TenantId,
  flow: FlowId,
  more: Partial<DeadLetter> = {},
): DeadLetter => ({
  tenantId,
  id: ids.next('dlt'),
  status: 'parked',
  stream: { kind: 'deposit', id: flow },
  type: 'deposit.request',
  data: '{}',
  causationId: 'a request from outside',
  request: { scope: 'POST /v1/deposits', key: ids.next('evt'), bodyHash: 'b0d1' },
  error: 'Error: at the wrong moment',
  attempts: 3,
  createdAt: AT,
  updatedAt: AT,
  ...more,
});

export const aRequest = (
  tenantId: TenantId,
  more: Partial<AnsweredRequest> = {},
): AnsweredRequest => ({
  tenantId,
  scope: 'POST /v1/deposits',
  key: ids.next('evt'),
  bodyHash: 'b0d1',
  status: 201,
  body: '{"id":"dep_1"}',
  location: '/v1/deposits/dep_1',
  answeredAt: AT,
  ...more,
});

/** A whole completed transfer of one segment: six events, one entry of two legs, two accounts. */
export const aTransfer = (
  from: Account,
  to: Account,
  amount: Money,
): Pick<Changes, 'events' | 'flows' | 'entries'> => {
  const { tenantId } = from;
  const flow = aFlow(tenantId, [from.id, to.id], 'transfer', { status: 'completed' });
  const types = [
    'transfer.requested',
    'conversion.requested',
    'conversion.done',
    'transfer.conversion-done',
    'transfer.validated',
    'transfer.completed',
  ];
  return {
    events: types.map((type, index) => flowEvent(flow, index + 1, { type })),
    flows: [stored(flow, types.length)],
    entries: [anEntry(flow, [move(from.id, to.id, amount)])],
  };
};

/** Several changes as one turn's. */
export const together = (...parts: readonly Partial<Changes>[]): Changes => {
  const all = Object.keys(noChanges).map((name) => [
    name,
    parts.flatMap((part): readonly unknown[] => part[name as keyof Changes] ?? []),
  ]);
  return Object.fromEntries(all) as Changes;
};

/** A clock that a test sets. */
export const aClock = (start = Date.parse(AT)) => {
  let millis = start;
  return {
    now: () => millis,
    instant: () => instantOf(millis),
    set: (to: number) => (millis = to),
  };
};
