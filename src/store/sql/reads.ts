import type { Account } from '../../accounts/account';
import type { Instant } from '../../kernel/clock';
import type { FlowState } from '../../kernel/flow-state';
import type { AccountId, DeadLetterId, FlowId, PaymentId, TenantId } from '../../kernel/ids';
import type { Balance } from '../../ledger/balance';
import { type Exponent, learnExponents, UnknownCurrencyError } from '../../money';
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
import { eventsOf } from '../segment';
import {
  type AccountFilter,
  type EventFilter,
  type FlowFilter,
  type PageAsked,
  type PageOf,
  ReadStore,
} from '../store.port';
import { readBalanceAt } from './balances.read';
import { readEvents } from './events.read';
import { listFlows } from './flows.read';
import { packed, packedIfId } from './ids.codec';
import { newestFirst, ofTenant } from './pages';
import type { Dialect, Reader } from './reader';
import {
  accountOf,
  anomalyOf,
  deadLetterOf,
  exponentIn,
  flowStateOf,
  fxTotalOf,
  keyOf,
  ledgerTotalOf,
  pinnedRateOf,
  POSTING_OF_ENTRY,
  postingOf,
  type PostingOfEntryRow,
  quoteOf,
  segmentOf,
  type ShapedRow,
  tenantOf,
} from './rows';
import { SEGMENTS } from './segments';
import { readStatement } from './statement.read';
import { selectFrom } from './statements';
import type {
  AccountRow,
  DeadLetterRow,
  ExponentRow,
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
const FLOW_EVENTS = `${SEGMENTS} where s.tenant = ? and s.stream = ? order by s.sequence`;
/** From the flow's entries to their legs. */
const flowPostings = ({ byIndex, joinInOrder }: Dialect): string => `select ${POSTING_OF_ENTRY}
  from entries e ${byIndex('entries_by_flow')}
  ${joinInOrder} postings p on p.tenant = e.tenant and p.entry = e.number
  where e.tenant = ? and e.flow = ? order by e.number, p.leg`;
const DEAD_LETTER = selectFrom('dead_letters', 'tenant', 'id');
const PARKED = `select count(*) as parked from dead_letters where status = 'parked'`;
const KEY_BY_HASH = selectFrom('keys', 'hash');
const KEYS = `${selectFrom('keys', 'tenant')} order by id desc`;
const PINNED = `${selectFrom('pinned_rates', 'tenant')} order by base, quote`;
export const FETCHED_RATES = 'select * from fetched_rates order by base, quote';
export const EXPONENTS = 'select code, exponent from exponents order by code';
const TOTALS = `${selectFrom('ledger_totals', 'tenant')} order by account, currency`;
const FX_TOTALS = `${selectFrom('fx_totals', 'tenant')} order by currency`;
const QUOTE = selectFrom('quotes', 'tenant', 'id');
const TENANT = selectFrom('tenants', 'id');
const TENANTS = 'select * from tenants order by id desc';

/** The reads of a database that speaks SQL. */
export class SqlReads extends ReadStore {
  constructor(private readonly reader: Reader) {
    super();
  }

  override async account(tenantId: TenantId, id: string): Promise<Account | undefined> {
    return this.reckoned(
      async () => (await this.named<AccountRow>(ACCOUNT, tenantId, id)).map(accountOf)[0],
    );
  }

  override async accounts(
    tenantId: TenantId,
    { reference }: AccountFilter,
    page: PageAsked,
  ): Promise<PageOf<Account>> {
    const { sql, values } = ofTenant('accounts', tenantId);
    const chosen =
      reference === undefined
        ? { sql, values }
        : { sql: `${sql} and reference = ?`, values: [...values, reference] };
    const from = this.reader.of(tenantId);
    return this.reckoned(() => newestFirst(from, chosen, 'id', page, accountOf));
  }

  override async balanceAt(
    tenantId: TenantId,
    id: string,
    at: Instant,
  ): Promise<Balance | undefined> {
    return this.reckoned(() => readBalanceAt(this.reader, tenantId, id, at));
  }

  override async statement(
    tenantId: TenantId,
    account: AccountId,
    page: PageAsked,
  ): Promise<PageOf<StatementLine>> {
    return this.reckoned(() => readStatement(this.reader, tenantId, account, page));
  }

  override async flow(tenantId: TenantId, id: string): Promise<FlowState | undefined> {
    return (await this.named<FlowRow>(FLOW, tenantId, id)).map(flowStateOf)[0];
  }

  override async flowOfPayment(
    tenantId: TenantId,
    payment: PaymentId,
  ): Promise<FlowState | undefined> {
    return (await this.named<FlowRow>(FLOW_OF_PAYMENT, tenantId, payment)).map(flowStateOf)[0];
  }

  override async flows(
    tenantId: TenantId,
    filter: FlowFilter,
    page: PageAsked,
  ): Promise<PageOf<FlowState>> {
    return listFlows(this.reader, tenantId, filter, page);
  }

  override async flowEvents(tenantId: TenantId, flow: FlowId): Promise<readonly StoredEvent[]> {
    const rows = await this.named<ShapedRow>(FLOW_EVENTS, tenantId, flow);
    return rows.map(segmentOf).flatMap(eventsOf);
  }

  override async flowPostings(tenantId: TenantId, flow: FlowId): Promise<readonly Posting[]> {
    const sql = flowPostings(this.reader.of(tenantId).dialect);
    return this.reckoned(async () =>
      (await this.named<PostingOfEntryRow>(sql, tenantId, flow)).map(postingOf),
    );
  }

  override async events(tenantId: TenantId, filter: EventFilter): Promise<readonly StoredEvent[]> {
    return readEvents(this.reader, tenantId, filter);
  }

  override async pinnedRates(tenantId: TenantId): Promise<readonly PinnedRate[]> {
    return (await this.ofTenant<PinnedRateRow>(PINNED, tenantId)).map(pinnedRateOf);
  }

  override async exponents(): Promise<readonly Exponent[]> {
    return (await this.reader.everywhere.all<ExponentRow>(EXPONENTS, [])).map(exponentIn);
  }

  override async ledgerTotals(tenantId: TenantId): Promise<readonly LedgerTotal[]> {
    return this.reckoned(async () =>
      (await this.ofTenant<LedgerTotalRow>(TOTALS, tenantId)).map(ledgerTotalOf),
    );
  }

  override async fxTotals(tenantId: TenantId): Promise<readonly FxTotal[]> {
    return (await this.ofTenant<FxTotalRow>(FX_TOTALS, tenantId)).map(fxTotalOf);
  }

  override async quote(tenantId: TenantId, id: string): Promise<Quote | undefined> {
    return this.reckoned(
      async () => (await this.named<QuoteRow>(QUOTE, tenantId, id)).map(quoteOf)[0],
    );
  }

  override async anomalies(tenantId: TenantId, page: PageAsked): Promise<PageOf<Anomaly>> {
    return newestFirst(
      this.reader.of(tenantId),
      ofTenant('anomalies', tenantId),
      'id',
      page,
      anomalyOf,
    );
  }

  override async deadLetters(tenantId: TenantId, page: PageAsked): Promise<PageOf<DeadLetter>> {
    return newestFirst(
      this.reader.of(tenantId),
      ofTenant('dead_letters', tenantId),
      'id',
      page,
      deadLetterOf,
    );
  }

  override async deadLetter(tenantId: TenantId, id: DeadLetterId): Promise<DeadLetter | undefined> {
    return (await this.named<DeadLetterRow>(DEAD_LETTER, tenantId, id)).map(deadLetterOf)[0];
  }

  override async parkedLetters(): Promise<number> {
    const counted = await this.reader.everywhere.all<{ readonly parked: bigint }>(PARKED, []);
    return Number(counted[0]?.parked ?? 0n);
  }

  override async keyByHash(hash: string): Promise<ApiKey | undefined> {
    return (await this.reader.everywhere.all<KeyRow>(KEY_BY_HASH, [hash])).map(keyOf)[0];
  }

  override async keys(tenantId: TenantId): Promise<readonly ApiKey[]> {
    return (await this.ofTenant<KeyRow>(KEYS, tenantId)).map(keyOf);
  }

  override async tenant(tenantId: TenantId): Promise<Tenant | undefined> {
    return (await this.ofTenant<TenantRow>(TENANT, tenantId)).map(tenantOf)[0];
  }

  override async tenants(): Promise<readonly Tenant[]> {
    return (await this.reader.everywhere.all<TenantRow>(TENANTS, [])).map(tenantOf);
  }

  override async ping(): Promise<void> {
    await this.reader.everywhere.all('select 1 from heads limit 1', []);
  }

  /** Another instance may have added a currency that this process has not heard of yet. */
  private async reckoned<T>(read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (fault) {
      if (!(fault instanceof UnknownCurrencyError)) throw fault;
    }
    learnExponents(await this.exponents());
    return read();
  }

  /** A text that has not the shape of an id names nothing, in any tenant. */
  private async named<R>(sql: string, tenantId: TenantId, id: string): Promise<readonly R[]> {
    const key = packedIfId(id);
    return key ? this.reader.of(tenantId).all<R>(sql, [packed(tenantId), key]) : [];
  }

  private ofTenant<R>(sql: string, tenantId: TenantId): Promise<readonly R[]> {
    return this.reader.of(tenantId).all<R>(sql, [packed(tenantId)]);
  }
}
