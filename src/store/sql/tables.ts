import type { StreamKind } from '../../kernel/message';
import type { Side } from '../../ledger/entry';

/**
 * The rows as SQLite gives them: ids are packed bytes, integers bigint, money integer minor units
 * as text, times ISO text. PostgreSQL's are read as the same values, but for two: an id in a column
 * that takes any text is text there, and what SQLite has as 0 or 1 is a boolean. Every table begins
 * with its tenant, but for the shapes of segments, the exponents and the fetched rates, which are
 * nobody's.
 */
type Id = Uint8Array;

export interface TenantRow {
  readonly id: Id;
  readonly name: string;
  readonly created_at: string;
  readonly spread_basis_points: bigint;
  readonly rounding: string;
  /** JSON: the currencies that it has added, in their order. */
  readonly currencies: string;
}

/** Of no tenant: a currency that any of them has added has one exponent for all. */
export interface ExponentRow {
  readonly code: string;
  readonly exponent: bigint;
}

export interface HeadRow {
  readonly tenant: Id;
  readonly position: bigint;
  readonly hash: Uint8Array;
  readonly committed_at: string;
}

/** Which types of events a segment has, in their order, between spaces. Of no tenant. */
export interface ShapeRow {
  readonly number: bigint;
  readonly types: string;
}

export interface SegmentRow {
  readonly tenant: Id;
  /** Of its last event. */
  readonly position: bigint;
  readonly size: bigint;
  readonly committed_at: string;
  readonly stream_kind: StreamKind;
  readonly stream: Id;
  /** Of its first event. */
  readonly sequence: bigint;
  readonly shape: bigint;
  readonly hash: Uint8Array;
  /** Its events, one a line. */
  readonly body: string;
}

export interface AccountRow {
  readonly tenant: Id;
  readonly id: Id;
  readonly currency: string;
  readonly status: string;
  readonly name: string | null;
  readonly reference: string | null;
  readonly posted: string;
  readonly held: string;
  readonly overdraft: string;
  readonly flows_under_way: bigint;
  readonly version: bigint;
  /** JSON; its amounts are decimal strings. */
  readonly limits: string;
  readonly usage: string;
  readonly metadata: string;
  readonly created_at: string;
  readonly updated_at: string;
}

/** Money is minor units of the account's own currency. */
export interface BalanceRow {
  readonly tenant: Id;
  readonly account: Id;
  /** The balance was so from then on. */
  readonly committed_at: string;
  readonly posted: string;
  readonly held: string;
  readonly overdraft: string;
}

export interface FlowRow {
  readonly tenant: Id;
  readonly id: Id;
  readonly status: string;
  readonly payment: Id | null;
  readonly sequence: bigint;
  /** The whole state as JSON. */
  readonly state: string;
}

export interface FlowAccountRow {
  readonly tenant: Id;
  readonly account: Id;
  readonly flow: Id;
}

export interface EntryRow {
  readonly tenant: Id;
  /** Counts a tenant's entries from 1, in the order of posting. */
  readonly number: bigint;
  readonly id: Id;
  readonly flow: Id;
  readonly type: string;
  readonly posted_at: string;
  readonly conversions: string;
}

export interface PostingRow {
  readonly tenant: Id;
  readonly entry: bigint;
  readonly leg: bigint;
  readonly account: Id | string;
  readonly side: Side;
  readonly amount: string;
  readonly currency: string;
  /** What it left on a customer's account; null for an internal one. */
  readonly balance: string | null;
}

export interface LedgerTotalRow {
  readonly tenant: Id;
  readonly account: string;
  readonly currency: string;
  readonly debits: string;
  readonly credits: string;
}

export interface KeyRow {
  readonly tenant: Id;
  readonly id: Id;
  readonly name: string;
  readonly role: string;
  readonly hash: string;
  readonly created_at: string;
  readonly revoked_at: string | null;
}

export interface PinnedRateRow {
  readonly tenant: Id;
  readonly base: string;
  readonly quote: string;
  readonly value: string;
  readonly inverse: string;
  readonly as_of: string;
}

export interface QuoteRow {
  readonly tenant: Id;
  readonly id: Id;
  readonly amount: string;
  readonly currency: string;
  /** The currency that it is turned into. */
  readonly target: string;
  /** JSON; its value is a decimal string. */
  readonly rate: string;
  readonly spread_basis_points: bigint;
  readonly created_at: string;
  readonly expires_at: string;
  readonly used_by: Id | null;
}

export interface FxTotalRow {
  readonly tenant: Id;
  readonly currency: string;
  /** Plain decimals in major units, as fine as they come. */
  readonly remainder: string;
  readonly spread: string;
}

/** Of no tenant: what the source of rates said last. */
export interface FetchedRateRow {
  readonly base: string;
  readonly quote: string;
  readonly value: string;
  readonly inverse: string;
  readonly source: string;
  readonly as_of: string;
}

export interface AnomalyRow {
  readonly tenant: Id;
  readonly id: Id;
  readonly reason: string;
  readonly provider: string;
  readonly payment: Id | string;
  readonly flow: Id | null;
  readonly detail: string;
  readonly created_at: string;
}

export interface RequestRow {
  readonly tenant: Id;
  readonly scope: string;
  readonly key: string;
  readonly body_hash: string;
  readonly status: bigint;
  readonly body: string;
  readonly location: string | null;
  readonly answered_at: string;
}

export interface TaskRow {
  readonly tenant: Id;
  readonly id: Id;
  readonly type: string;
  readonly stream_kind: StreamKind;
  readonly stream: Id;
  readonly causation: Id | string;
  readonly data: string;
  readonly attempts: bigint;
  readonly due_at: bigint;
  readonly leased_by: string | null;
  readonly leased_until: bigint;
  readonly waits_since: bigint | null;
}

export interface WebhookRow {
  readonly tenant: Id;
  readonly id: Id;
  readonly provider: string;
  readonly event_id: string;
  readonly headers: string;
  readonly body: Uint8Array;
  readonly received_at: string;
  readonly applied: bigint | boolean;
}

export interface DeadLetterRow {
  readonly tenant: Id;
  readonly id: Id;
  readonly status: string;
  readonly stream_kind: StreamKind;
  readonly stream: Id;
  readonly type: string;
  readonly data: string;
  readonly causation: Id | string;
  readonly request_scope: string | null;
  readonly request_key: string | null;
  readonly request_body_hash: string | null;
  readonly error: string;
  readonly attempts: bigint;
  readonly created_at: string;
  readonly updated_at: string;
}

/** The whole database, as the query builder knows it. */
export interface Tables {
  readonly tenants: TenantRow;
  readonly exponents: ExponentRow;
  readonly heads: HeadRow;
  readonly shapes: ShapeRow;
  readonly segments: SegmentRow;
  readonly accounts: AccountRow;
  readonly balances: BalanceRow;
  readonly flows: FlowRow;
  readonly flow_accounts: FlowAccountRow;
  readonly entries: EntryRow;
  readonly postings: PostingRow;
  readonly ledger_totals: LedgerTotalRow;
  readonly keys: KeyRow;
  readonly pinned_rates: PinnedRateRow;
  readonly quotes: QuoteRow;
  readonly fx_totals: FxTotalRow;
  readonly fetched_rates: FetchedRateRow;
  readonly anomalies: AnomalyRow;
  readonly requests: RequestRow;
  readonly outbox: TaskRow;
  readonly webhooks: WebhookRow;
  readonly dead_letters: DeadLetterRow;
}

/** What a rebuild drops and writes again, children first; with the key that gives a steady order. */
export const projections = [
  { table: 'postings', key: ['tenant', 'entry', 'leg'] },
  { table: 'entries', key: ['tenant', 'number'] },
  { table: 'ledger_totals', key: ['tenant', 'account', 'currency'] },
  { table: 'flow_accounts', key: ['tenant', 'account', 'flow'] },
  { table: 'flows', key: ['tenant', 'id'] },
  { table: 'accounts', key: ['tenant', 'id'] },
  { table: 'balances', key: ['tenant', 'account', 'committed_at'] },
  { table: 'keys', key: ['tenant', 'id'] },
  { table: 'pinned_rates', key: ['tenant', 'base', 'quote'] },
  { table: 'quotes', key: ['tenant', 'id'] },
  { table: 'fx_totals', key: ['tenant', 'currency'] },
  { table: 'anomalies', key: ['tenant', 'id'] },
  { table: 'tenants', key: ['id'] },
  { table: 'exponents', key: ['code'] },
] as const satisfies readonly { table: keyof Tables; key: readonly string[] }[];

/**
 * Tables whose rows are never changed nor deleted: triggers guard each of them. These lists are
 * today's; a migration keeps its own, since its text never changes.
 */
export const appendOnly = [
  'shapes',
  'segments',
  'entries',
  'postings',
] as const satisfies readonly (keyof Tables)[];

/** Every table whose rows are some tenant's. PostgreSQL walls them off from each other. */
export const ownedTables = [
  'tenants',
  'heads',
  'segments',
  'accounts',
  'balances',
  'flows',
  'flow_accounts',
  'entries',
  'postings',
  'ledger_totals',
  'keys',
  'pinned_rates',
  'quotes',
  'fx_totals',
  'anomalies',
  'requests',
  'outbox',
  'webhooks',
  'dead_letters',
] as const satisfies readonly (keyof Tables)[];
