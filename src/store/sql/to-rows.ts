import { hash } from 'node:crypto';
import type { Account } from '../../accounts/account';
import type { Instant } from '../../kernel/clock';
import type { TenantId } from '../../kernel/ids';
import { toMinor } from '../../money';
import type { Quote } from '../../rates/quote';
import type { PinnedRate, StoredRate } from '../../rates/rate';
import type { ApiKey, Tenant } from '../../tenancy/tenancy';
import type {
  Anomaly,
  AnsweredRequest,
  DeadLetter,
  LeftBalance,
  ReceivedWebhook,
  Segment,
  StoredFlow,
  Task,
  TaskName,
} from '../records';
import { packed } from './ids.codec';
import type { Head } from '../store.port';
import type { FxSum, LedgerSum, NumberedEntry } from './postings';
import type { Value } from './reader';
import type { Tables } from './tables';

/**
 * From records to rows: the other side of `rows.ts`. Where a column takes an id or any other text,
 * it is given as text here, and each database stores it in its own way.
 */
export type NewRow<T extends keyof Tables> = { readonly [C in keyof Tables[T]]: Value };

export const rowOfTenant = (tenant: Tenant): NewRow<'tenants'> => ({
  id: packed(tenant.id),
  name: tenant.name,
  created_at: tenant.createdAt,
  spread_basis_points: tenant.settings.spreadBasisPoints,
  rounding: tenant.settings.rounding,
  currencies: JSON.stringify(tenant.currencies),
});

/** The exponents that some tenants' currencies have, each once. */
export const rowsOfExponents = (tenants: readonly Tenant[]): readonly NewRow<'exponents'>[] => {
  const own = tenants.flatMap(({ currencies }) => currencies);
  const rows = own.map(
    ({ code, exponent }) => [`${code} ${exponent}`, { code, exponent }] as const,
  );
  return [...new Map(rows).values()];
};

/**
 * A shape's number is made of its types, so that nobody who writes need ask for it: 48 bits of
 * their SHA-256, which a few hundred shapes do not share by chance.
 */
const numberOfShape = (types: string): number =>
  Number.parseInt(hash('sha256', types).slice(0, 12), 16);

const shapeNumbers = new Map<string, number>();

const shapeOf = (types: string): number => {
  const known = shapeNumbers.get(types);
  if (known !== undefined) return known;
  const number = numberOfShape(types);
  shapeNumbers.set(types, number);
  return number;
};

/** The shapes of some segments, each once. */
export const rowsOfShapes = (segments: readonly Segment[]): readonly NewRow<'shapes'>[] =>
  [...new Set(segments.map(({ types }) => types))].map((types) => ({
    number: shapeOf(types),
    types,
  }));

export const rowOfSegment = (segment: Segment): NewRow<'segments'> => ({
  tenant: packed(segment.tenantId),
  position: segment.position,
  size: segment.size,
  committed_at: segment.committedAt,
  stream_kind: segment.stream.kind,
  stream: packed(segment.stream.id),
  sequence: segment.sequence,
  shape: shapeOf(segment.types),
  hash: Buffer.from(segment.hash, 'hex'),
  body: segment.body,
});

export const rowOfHead = (tenantId: TenantId, head: Head): NewRow<'heads'> => ({
  tenant: packed(tenantId),
  position: head.position,
  hash: Buffer.from(head.hash, 'hex'),
  committed_at: head.at,
});

export const rowOfAccount = (account: Account): NewRow<'accounts'> => ({
  tenant: packed(account.tenantId),
  id: packed(account.id),
  currency: account.currency,
  status: account.status,
  name: account.name,
  reference: account.reference,
  posted: toMinor(account.posted),
  held: toMinor(account.held),
  overdraft: toMinor(account.overdraft),
  flows_under_way: account.flowsUnderWay,
  version: account.version,
  limits: JSON.stringify(account.limits),
  usage: JSON.stringify(account.usage),
  metadata: JSON.stringify(account.metadata),
  created_at: account.createdAt,
  updated_at: account.updatedAt,
});

/** `at`: when the event that left it was committed. */
export const rowOfLeftBalance = (left: LeftBalance, at: Instant): NewRow<'balances'> => ({
  tenant: packed(left.tenantId),
  account: packed(left.accountId),
  committed_at: at,
  posted: toMinor(left.posted),
  held: toMinor(left.held),
  overdraft: toMinor(left.overdraft),
});

export const rowOfFlow = ({ state, sequence }: StoredFlow): NewRow<'flows'> => ({
  tenant: packed(state.tenantId),
  id: packed(state.id),
  status: state.status,
  payment: state.paymentId && packed(state.paymentId),
  sequence,
  state: JSON.stringify(state),
});

/** The accounts that a flow touches are known when it begins, and never change. */
export const rowsOfFlowAccounts = ({ state }: StoredFlow): readonly NewRow<'flow_accounts'>[] =>
  [...new Set(state.accountIds)].map((account) => ({
    tenant: packed(state.tenantId),
    account: packed(account),
    flow: packed(state.id),
  }));

export const rowOfEntry = ({ entry, number }: NumberedEntry): NewRow<'entries'> => ({
  tenant: packed(entry.tenantId),
  number,
  id: packed(entry.id),
  flow: packed(entry.flowId),
  type: entry.type,
  posted_at: entry.postedAt,
  conversions: JSON.stringify(entry.conversions),
});

export const rowsOfLegs = ({ entry, number, legs }: NumberedEntry): readonly NewRow<'postings'>[] =>
  legs.map((leg, index) => ({
    tenant: packed(entry.tenantId),
    entry: number,
    leg: index,
    account: leg.account,
    side: leg.side,
    amount: leg.minor.toString(),
    currency: leg.currency,
    balance: leg.balance,
  }));

export const rowOfLedgerSum = (sum: LedgerSum): NewRow<'ledger_totals'> => ({
  tenant: packed(sum.tenantId),
  account: sum.account,
  currency: sum.currency,
  debits: sum.debits.toString(),
  credits: sum.credits.toString(),
});

export const rowOfFxSum = (sum: FxSum): NewRow<'fx_totals'> => ({
  tenant: packed(sum.tenantId),
  currency: sum.currency,
  remainder: sum.remainder,
  spread: sum.spread,
});

export const rowOfKey = (key: ApiKey): NewRow<'keys'> => ({
  tenant: packed(key.tenantId),
  id: packed(key.id),
  name: key.name,
  role: key.role,
  hash: key.hash,
  created_at: key.createdAt,
  revoked_at: key.revokedAt,
});

export const rowOfPinnedRate = (rate: PinnedRate): NewRow<'pinned_rates'> => ({
  tenant: packed(rate.tenantId),
  base: rate.base,
  quote: rate.quote,
  value: rate.value,
  inverse: rate.inverse,
  as_of: rate.asOf,
});

export const rowOfQuote = (quote: Quote): NewRow<'quotes'> => ({
  tenant: packed(quote.tenantId),
  id: packed(quote.id),
  amount: toMinor(quote.from),
  currency: quote.from.currency,
  target: quote.to,
  rate: JSON.stringify(quote.rate),
  spread_basis_points: quote.spreadBasisPoints,
  created_at: quote.createdAt,
  expires_at: quote.expiresAt,
  used_by: quote.usedBy && packed(quote.usedBy),
});

export const rowOfFetchedRate = (rate: StoredRate): NewRow<'fetched_rates'> => ({
  base: rate.base,
  quote: rate.quote,
  value: rate.value,
  inverse: rate.inverse,
  source: rate.source,
  as_of: rate.asOf,
});

export const rowOfAnomaly = (anomaly: Anomaly): NewRow<'anomalies'> => ({
  tenant: packed(anomaly.tenantId),
  id: packed(anomaly.id),
  reason: anomaly.reason,
  provider: anomaly.provider,
  // The column cannot be null, and no id is empty.
  payment: anomaly.paymentId ?? '',
  flow: anomaly.flowId && packed(anomaly.flowId),
  detail: anomaly.detail,
  created_at: anomaly.createdAt,
});

export const rowOfRequest = (request: AnsweredRequest): NewRow<'requests'> => ({
  tenant: packed(request.tenantId),
  scope: request.scope,
  key: request.key,
  body_hash: request.bodyHash,
  status: request.status,
  body: request.body,
  location: request.location,
  answered_at: request.answeredAt,
});

export const rowOfTask = (task: Task): NewRow<'outbox'> => ({
  tenant: packed(task.tenantId),
  id: packed(task.id),
  type: task.type,
  stream_kind: task.stream.kind,
  stream: packed(task.stream.id),
  causation: task.causationId,
  data: task.data,
  attempts: task.attempts,
  due_at: task.dueAt,
  leased_by: task.leasedBy,
  leased_until: task.leasedUntil,
  waits_since: task.waitsSince,
});

/** What names a task in the outbox, in the order of its key. */
export const keyOfTask = ({ tenantId, stream, id }: TaskName) => ({
  tenant: packed(tenantId),
  stream: packed(stream.id),
  id: packed(id),
});

/** As it is received: not applied yet. */
export const rowOfWebhook = (webhook: ReceivedWebhook): NewRow<'webhooks'> => ({
  tenant: packed(webhook.tenantId),
  id: packed(webhook.id),
  provider: webhook.provider,
  event_id: webhook.eventId,
  headers: webhook.headers,
  body: webhook.body,
  received_at: webhook.receivedAt,
  applied: false,
});

export const rowOfDeadLetter = (letter: DeadLetter): NewRow<'dead_letters'> => ({
  tenant: packed(letter.tenantId),
  id: packed(letter.id),
  status: letter.status,
  stream_kind: letter.stream.kind,
  stream: packed(letter.stream.id),
  type: letter.type,
  data: letter.data,
  causation: letter.causationId,
  request_scope: letter.request?.scope ?? null,
  request_key: letter.request?.key ?? null,
  request_body_hash: letter.request?.bodyHash ?? null,
  error: letter.error,
  attempts: letter.attempts,
  created_at: letter.createdAt,
  updated_at: letter.updatedAt,
});
