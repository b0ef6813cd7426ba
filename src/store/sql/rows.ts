import type { Account } from '../../accounts/account';
import type { FlowState } from '../../kernel/flow-state';
import type {
  AccountId,
  AnomalyId,
  DeadLetterId,
  FlowId,
  KeyId,
  PaymentId,
  QuoteId,
  TaskId,
  TenantId,
  WebhookId,
} from '../../kernel/ids';
import type { LedgerAccount } from '../../ledger/entry';
import { type Exponent, fromMinor } from '../../money';
import type { Quote } from '../../rates/quote';
import type { PinnedRate, Rate, StoredRate } from '../../rates/rate';
import type { ApiKey, Tenant, TenantSettings } from '../../tenancy/tenancy';
import type {
  Anomaly,
  AnsweredRequest,
  DeadLetter,
  FiledFlow,
  FxTotal,
  LedgerTotal,
  Posting,
  ReceivedWebhook,
  Segment,
  StatementLine,
  Task,
} from '../records';
import { expanded, hexOf, unpacked } from './ids.codec';
import type {
  AccountRow,
  AnomalyRow,
  DeadLetterRow,
  EntryRow,
  ExponentRow,
  FetchedRateRow,
  FlowRow,
  FxTotalRow,
  KeyRow,
  LedgerTotalRow,
  PinnedRateRow,
  PostingRow,
  QuoteRow,
  RequestRow,
  SegmentRow,
  ShapeRow,
  TaskRow,
  TenantRow,
  WebhookRow,
} from './tables';

/** From rows to records: the one place that knows how each column is read. */

export const tenantOf = (row: TenantRow): Tenant => ({
  id: unpacked<TenantId>(row.id),
  name: row.name,
  settings: {
    spreadBasisPoints: Number(row.spread_basis_points),
    rounding: row.rounding as TenantSettings['rounding'],
  },
  currencies: JSON.parse(row.currencies) as Tenant['currencies'],
  createdAt: row.created_at,
});

export const exponentIn = (row: ExponentRow): Exponent => ({
  code: row.code,
  exponent: Number(row.exponent),
});

/** A segment beside the types of its shape. */
export type ShapedRow = SegmentRow & { readonly types: ShapeRow['types'] | null };

export const segmentOf = (row: ShapedRow): Segment => ({
  tenantId: unpacked<TenantId>(row.tenant),
  stream: { kind: row.stream_kind, id: unpacked(row.stream) },
  sequence: Number(row.sequence),
  position: Number(row.position),
  size: Number(row.size),
  committedAt: row.committed_at,
  types: row.types ?? '',
  body: row.body,
  hash: hexOf(row.hash),
});

export const accountOf = (row: AccountRow): Account => ({
  tenantId: unpacked<TenantId>(row.tenant),
  id: unpacked<AccountId>(row.id),
  currency: row.currency,
  status: row.status as Account['status'],
  name: row.name,
  reference: row.reference,
  posted: fromMinor(row.posted, row.currency),
  held: fromMinor(row.held, row.currency),
  overdraft: fromMinor(row.overdraft, row.currency),
  limits: JSON.parse(row.limits) as Account['limits'],
  usage: JSON.parse(row.usage) as Account['usage'],
  flowsUnderWay: Number(row.flows_under_way),
  metadata: JSON.parse(row.metadata) as Account['metadata'],
  version: Number(row.version),
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

export const flowStateOf = (row: Pick<FlowRow, 'state'>): FlowState =>
  JSON.parse(row.state) as FlowState;

export const filedFlowOf = (row: FlowRow): FiledFlow => ({
  state: flowStateOf(row),
  sequence: Number(row.sequence),
  filed: {
    id: unpacked(row.id),
    status: row.status,
    paymentId: row.payment && unpacked(row.payment),
  },
});

export type PostingOfEntryRow = PostingRow & Pick<EntryRow, 'id' | 'flow' | 'type' | 'posted_at'>;
/** Its columns, of postings `p` joined with their entries `e`. */
export const POSTING_OF_ENTRY = 'p.*, e.id, e.flow, e.type, e.posted_at';

export const postingOf = (row: PostingOfEntryRow): Posting => ({
  entryId: unpacked(row.id),
  flowId: unpacked<FlowId>(row.flow),
  type: row.type,
  account: expanded(row.account) as LedgerAccount,
  side: row.side,
  amount: fromMinor(row.amount, row.currency).amount,
  currency: row.currency,
  postedAt: row.posted_at,
});

export const statementLineOf = (row: PostingOfEntryRow): StatementLine => ({
  ...postingOf(row),
  balance: fromMinor(row.balance ?? '0', row.currency).amount,
});

export const ledgerTotalOf = (row: LedgerTotalRow): LedgerTotal => ({
  tenantId: unpacked<TenantId>(row.tenant),
  account: row.account,
  currency: row.currency,
  debits: fromMinor(row.debits, row.currency).amount,
  credits: fromMinor(row.credits, row.currency).amount,
});

export const keyOf = (row: KeyRow): ApiKey => ({
  id: unpacked<KeyId>(row.id),
  tenantId: unpacked<TenantId>(row.tenant),
  name: row.name,
  role: row.role as ApiKey['role'],
  hash: row.hash,
  createdAt: row.created_at,
  revokedAt: row.revoked_at,
});

export const pinnedRateOf = (row: PinnedRateRow): PinnedRate => ({
  tenantId: unpacked<TenantId>(row.tenant),
  value: row.value,
  base: row.base,
  quote: row.quote,
  source: 'manual',
  asOf: row.as_of,
  inverse: row.inverse,
});

export const fetchedRateOf = (row: FetchedRateRow): StoredRate => ({
  value: row.value,
  base: row.base,
  quote: row.quote,
  source: row.source as StoredRate['source'],
  asOf: row.as_of,
  inverse: row.inverse,
});

export const quoteOf = (row: QuoteRow): Quote => ({
  tenantId: unpacked<TenantId>(row.tenant),
  id: unpacked<QuoteId>(row.id),
  from: fromMinor(row.amount, row.currency),
  to: row.target,
  rate: JSON.parse(row.rate) as Rate,
  spreadBasisPoints: Number(row.spread_basis_points),
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  usedBy: row.used_by && unpacked<FlowId>(row.used_by),
});

export const fxTotalOf = (row: FxTotalRow): FxTotal => ({
  tenantId: unpacked<TenantId>(row.tenant),
  currency: row.currency,
  remainder: row.remainder,
  spread: row.spread,
});

export const anomalyOf = (row: AnomalyRow): Anomaly => ({
  tenantId: unpacked<TenantId>(row.tenant),
  id: unpacked<AnomalyId>(row.id),
  reason: row.reason as Anomaly['reason'],
  provider: row.provider,
  paymentId: (expanded(row.payment) || null) as PaymentId | null,
  flowId: row.flow && unpacked<FlowId>(row.flow),
  detail: row.detail,
  createdAt: row.created_at,
});

export const requestOf = (row: RequestRow): AnsweredRequest => ({
  tenantId: unpacked<TenantId>(row.tenant),
  scope: row.scope,
  key: row.key,
  bodyHash: row.body_hash,
  status: Number(row.status),
  body: row.body,
  location: row.location,
  answeredAt: row.answered_at,
});

export const taskOf = (row: TaskRow): Task => ({
  tenantId: unpacked<TenantId>(row.tenant),
  id: unpacked<TaskId>(row.id),
  type: row.type,
  stream: { kind: row.stream_kind, id: unpacked(row.stream) },
  causationId: expanded(row.causation),
  data: row.data,
  attempts: Number(row.attempts),
  dueAt: Number(row.due_at),
  leasedBy: row.leased_by,
  leasedUntil: Number(row.leased_until),
  waitsSince: row.waits_since === null ? null : Number(row.waits_since),
});

export const webhookOf = (row: WebhookRow): ReceivedWebhook => ({
  tenantId: unpacked<TenantId>(row.tenant),
  id: unpacked<WebhookId>(row.id),
  provider: row.provider,
  eventId: row.event_id,
  headers: row.headers,
  body: Buffer.from(row.body),
  receivedAt: row.received_at,
});

const requestOfLetter = (row: DeadLetterRow): DeadLetter['request'] =>
  row.request_scope === null || row.request_key === null || row.request_body_hash === null
    ? null
    : { scope: row.request_scope, key: row.request_key, bodyHash: row.request_body_hash };

export const deadLetterOf = (row: DeadLetterRow): DeadLetter => ({
  tenantId: unpacked<TenantId>(row.tenant),
  id: unpacked<DeadLetterId>(row.id),
  status: row.status as DeadLetter['status'],
  stream: { kind: row.stream_kind, id: unpacked(row.stream) },
  type: row.type,
  data: row.data,
  causationId: expanded(row.causation),
  request: requestOfLetter(row),
  error: row.error,
  attempts: Number(row.attempts),
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});
