import type { Account } from '../../accounts/account';
import type { FlowState } from '../../kernel/flow-state';
import type { AccountId, DeadLetterId, FlowId, PaymentId, TenantId } from '../../kernel/ids';
import type { Quote } from '../../rates/quote';
import type { PinnedRate } from '../../rates/rate';
import type { ApiKey, Tenant } from '../../tenancy/tenancy';
import type {
  Anomaly,
  DeadLetter,
  FxTotal,
  LedgerTotal,
  Posting,
  StatementLine,
  StoredEvent,
} from '../records';
import {
  type EventFilter,
  type FlowFilter,
  type PageAsked,
  type PageOf,
  ReadStore,
} from '../store.port';
import type { Connection } from './driver';
import { readEvents } from './events.read';
import { listFlows } from './flows.read';
import { packed, packedIfId } from './ids.codec';
import { newestFirst, ofTenant } from './pages';
import {
  accountOf,
  anomalyOf,
  deadLetterOf,
  eventOf,
  flowStateOf,
  fxTotalOf,
  keyOf,
  ledgerTotalOf,
  pinnedRateOf,
  postingOf,
  type PostingOfEntryRow,
  quoteOf,
  tenantOf,
} from './rows';
import { readStatement } from './statement.read';
import { selectFrom } from './statements';
import type {
  AccountRow,
  DeadLetterRow,
  EventRow,
  FlowRow,
  FxTotalRow,
  KeyRow,
  LedgerTotalRow,
  PinnedRateRow,
  QuoteRow,
  TenantRow,
} from './tables';

const ACCOUNT = selectFrom('accounts', 'tenant', 'id');
const FLOW = selectFrom('flows', 'tenant', 'id');
const FLOW_OF_PAYMENT = selectFrom('flows', 'tenant', 'payment');
const FLOW_EVENTS = `${selectFrom('events', 'tenant', 'stream')} order by sequence`;
// A cross join keeps the order of the tables: from the flow's entries to their legs.
const FLOW_POSTINGS = `select p.*, e.id, e.flow, e.type, e.posted_at
  from entries e indexed by entries_by_flow
  cross join postings p on p.tenant = e.tenant and p.entry = e.number
  where e.tenant = ? and e.flow = ? order by e.number, p.leg`;
const DEAD_LETTER = selectFrom('dead_letters', 'tenant', 'id');
const KEY_BY_HASH = selectFrom('keys', 'hash');
const KEYS = `${selectFrom('keys', 'tenant')} order by id desc`;
const PINNED = `${selectFrom('pinned_rates', 'tenant')} order by base, quote`;
const TOTALS = `${selectFrom('ledger_totals', 'tenant')} order by account, currency`;
const FX_TOTALS = `${selectFrom('fx_totals', 'tenant')} order by currency`;
const QUOTE = selectFrom('quotes', 'tenant', 'id');
const TENANT = selectFrom('tenants', 'id');
const TENANTS = 'select * from tenants order by id desc';

export class SqliteReads extends ReadStore {
  constructor(private readonly reader: Connection) {
    super();
  }

  override async account(tenantId: TenantId, id: string): Promise<Account | undefined> {
    return this.named<AccountRow>(ACCOUNT, tenantId, id).map(accountOf)[0];
  }

  override async accounts(tenantId: TenantId, page: PageAsked): Promise<PageOf<Account>> {
    return newestFirst(this.reader, ofTenant('accounts', tenantId), 'id', page, accountOf);
  }

  override async statement(
    tenantId: TenantId,
    account: AccountId,
    page: PageAsked,
  ): Promise<PageOf<StatementLine>> {
    return readStatement(this.reader, tenantId, account, page);
  }

  override async flow(tenantId: TenantId, id: string): Promise<FlowState | undefined> {
    return this.named<FlowRow>(FLOW, tenantId, id).map(flowStateOf)[0];
  }

  override async flowOfPayment(
    tenantId: TenantId,
    payment: PaymentId,
  ): Promise<FlowState | undefined> {
    return this.named<FlowRow>(FLOW_OF_PAYMENT, tenantId, payment).map(flowStateOf)[0];
  }

  override async flows(
    tenantId: TenantId,
    filter: FlowFilter,
    page: PageAsked,
  ): Promise<PageOf<FlowState>> {
    return listFlows(this.reader, tenantId, filter, page);
  }

  override async flowEvents(tenantId: TenantId, flow: FlowId): Promise<readonly StoredEvent[]> {
    return this.named<EventRow>(FLOW_EVENTS, tenantId, flow).map(eventOf);
  }

  override async flowPostings(tenantId: TenantId, flow: FlowId): Promise<readonly Posting[]> {
    return this.named<PostingOfEntryRow>(FLOW_POSTINGS, tenantId, flow).map(postingOf);
  }

  override async events(tenantId: TenantId, filter: EventFilter): Promise<readonly StoredEvent[]> {
    return readEvents(this.reader, tenantId, filter);
  }

  override async pinnedRates(tenantId: TenantId): Promise<readonly PinnedRate[]> {
    return this.ofTenant<PinnedRateRow>(PINNED, tenantId).map(pinnedRateOf);
  }

  override async ledgerTotals(tenantId: TenantId): Promise<readonly LedgerTotal[]> {
    return this.ofTenant<LedgerTotalRow>(TOTALS, tenantId).map(ledgerTotalOf);
  }

  override async fxTotals(tenantId: TenantId): Promise<readonly FxTotal[]> {
    return this.ofTenant<FxTotalRow>(FX_TOTALS, tenantId).map(fxTotalOf);
  }

  override async quote(tenantId: TenantId, id: string): Promise<Quote | undefined> {
    return this.named<QuoteRow>(QUOTE, tenantId, id).map(quoteOf)[0];
  }

  override async anomalies(tenantId: TenantId, page: PageAsked): Promise<PageOf<Anomaly>> {
    return newestFirst(this.reader, ofTenant('anomalies', tenantId), 'id', page, anomalyOf);
  }

  override async deadLetters(tenantId: TenantId, page: PageAsked): Promise<PageOf<DeadLetter>> {
    return newestFirst(this.reader, ofTenant('dead_letters', tenantId), 'id', page, deadLetterOf);
  }

  override async deadLetter(tenantId: TenantId, id: DeadLetterId): Promise<DeadLetter | undefined> {
    return this.named<DeadLetterRow>(DEAD_LETTER, tenantId, id).map(deadLetterOf)[0];
  }

  override async keyByHash(hash: string): Promise<ApiKey | undefined> {
    const row = this.reader.prepare<KeyRow>(KEY_BY_HASH).get([hash]);
    return row && keyOf(row);
  }

  override async keys(tenantId: TenantId): Promise<readonly ApiKey[]> {
    return this.ofTenant<KeyRow>(KEYS, tenantId).map(keyOf);
  }

  override async tenant(tenantId: TenantId): Promise<Tenant | undefined> {
    return this.ofTenant<TenantRow>(TENANT, tenantId).map(tenantOf)[0];
  }

  override async tenants(): Promise<readonly Tenant[]> {
    return this.reader.prepare<TenantRow>(TENANTS).all([]).map(tenantOf);
  }

  override async ping(): Promise<void> {
    this.reader.prepare('select 1 from heads limit 1').get([]);
  }

  /** A text that has not the shape of an id names nothing, in any tenant. */
  private named<R>(sql: string, tenantId: TenantId, id: string): readonly R[] {
    const key = packedIfId(id);
    return key ? this.reader.prepare<R>(sql).all([packed(tenantId), key]) : [];
  }

  private ofTenant<R>(sql: string, tenantId: TenantId): readonly R[] {
    return this.reader.prepare<R>(sql).all([packed(tenantId)]);
  }
}
