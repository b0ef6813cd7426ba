import type { Account } from '../accounts/account';
import { World } from '../engine/world';
import type { TenantId } from '../kernel/ids';
import { learnExponents, type Exponent } from '../money';
import type { Anomaly } from '../providers/anomaly';
import type { Quote } from '../rates/quote';
import { pairOf, type PinnedRate } from '../rates/rate';
import type { LeftBalance, PostedEntry, ProjectedChanges, StoredFlow } from '../store/records';
import type { ApiKey, Tenant } from '../tenancy/tenancy';

type Pair = ProjectedChanges['unpinnedRates'][number];

/** What was written since it was last asked for, each thing as it stands now. */
class Written {
  readonly tenants = new Map<string, Tenant>();
  readonly accounts = new Map<string, Account>();
  readonly flows = new Map<string, StoredFlow>();
  readonly entries: PostedEntry[] = [];
  readonly leftBalances: LeftBalance[] = [];
  readonly keys = new Map<string, ApiKey>();
  /** The last word on each pair; null: it was unpinned. */
  readonly pins = new Map<string, { readonly pair: Pair; readonly rate: PinnedRate | null }>();
  readonly quotes = new Map<string, Quote>();
  readonly anomalies: Anomaly[] = [];
}

const changesOf = (written: Written): ProjectedChanges => {
  const pins = [...written.pins.values()];
  return {
    tenants: [...written.tenants.values()],
    accounts: [...written.accounts.values()],
    flows: [...written.flows.values()],
    entries: written.entries,
    leftBalances: written.leftBalances,
    keys: [...written.keys.values()],
    quotes: [...written.quotes.values()],
    pinnedRates: pins.flatMap(({ rate }) => (rate === null ? [] : [rate])),
    unpinnedRates: pins.flatMap(({ pair, rate }) => (rate === null ? [pair] : [])),
    anomalies: written.anomalies,
  };
};

/** The one form in which flows are compared. */
export const textOf = ({ state, sequence }: StoredFlow): string =>
  JSON.stringify({ state, sequence });

const nothingWritten = changesOf(new Written());

/**
 * The state of one tenant as its log makes it, event by event, by the same rows that serve the
 * live turn. It grows with accounts and flows and not with the log: an entry is handed on, and a
 * flow that has ended is kept as text.
 */
export class ReplayedWorld extends World {
  readonly tenantsById = new Map<string, Tenant>();
  readonly accountsById = new Map<string, Account>();
  readonly keysById = new Map<string, ApiKey>();
  readonly quotesById = new Map<string, Quote>();
  readonly pinsByPair = new Map<string, PinnedRate>();
  private readonly underWay = new Map<string, StoredFlow>();
  private readonly ended = new Map<string, string>();
  /** Made when the first thing is written: many events write nothing. */
  private written: Written | undefined;

  /** What has changed since the last call. */
  takeChanges(): ProjectedChanges {
    const { written } = this;
    if (written === undefined) return nothingWritten;
    this.written = undefined;
    return changesOf(written);
  }

  override account(tenantId: TenantId, id: string): Account | undefined {
    const account = this.accountsById.get(id);
    return account?.tenantId === tenantId ? account : undefined;
  }

  override putAccount(account: Account): void {
    this.accountsById.set(account.id, account);
    this.toWrite().accounts.set(account.id, account);
  }

  override leaveBalance(left: LeftBalance): void {
    this.toWrite().leftBalances.push(left);
  }

  override flow(tenantId: TenantId, id: string): StoredFlow | undefined {
    const flow = this.underWay.get(id) ?? this.endedFlow(id);
    return flow?.state.tenantId === tenantId ? flow : undefined;
  }

  override putFlow(flow: StoredFlow): void {
    const { id, status } = flow.state;
    this.toWrite().flows.set(id, flow);
    if (status === 'pending') {
      this.underWay.set(id, flow);
      return;
    }
    this.underWay.delete(id);
    this.ended.set(id, textOf(flow));
  }

  /** A flow as text: equal texts are equal flows, to the last byte of their state. */
  textOfFlow(id: string): string | undefined {
    const flow = this.underWay.get(id);
    return flow === undefined ? this.ended.get(id) : textOf(flow);
  }

  *flowIds(): Iterable<string> {
    yield* this.underWay.keys();
    yield* this.ended.keys();
  }

  override post(entry: PostedEntry): void {
    this.toWrite().entries.push(entry);
  }

  override key(tenantId: TenantId, id: string): ApiKey | undefined {
    const key = this.keysById.get(id);
    return key?.tenantId === tenantId ? key : undefined;
  }

  override putKey(key: ApiKey): void {
    this.keysById.set(key.id, key);
    this.toWrite().keys.set(key.id, key);
  }

  override quote(tenantId: TenantId, id: string): Quote | undefined {
    const quote = this.quotesById.get(id);
    return quote?.tenantId === tenantId ? quote : undefined;
  }

  override putQuote(quote: Quote): void {
    this.quotesById.set(quote.id, quote);
    this.toWrite().quotes.set(quote.id, quote);
  }

  override tenant(tenantId: TenantId): Tenant | undefined {
    return this.tenantsById.get(tenantId);
  }

  override putTenant(tenant: Tenant): void {
    this.tenantsById.set(tenant.id, tenant);
    this.toWrite().tenants.set(tenant.id, tenant);
  }

  /** The log is committed, and what comes after in it may be in this currency. */
  override fixExponent(exponent: Exponent): void {
    learnExponents([exponent]);
  }

  override pinRate(rate: PinnedRate): void {
    const { tenantId, base, quote } = rate;
    this.pinsByPair.set(pairOf(base, quote), rate);
    this.toWrite().pins.set(pairOf(base, quote), { pair: { tenantId, base, quote }, rate });
  }

  override unpinRate({ tenantId, base, quote }: Pair): void {
    this.pinsByPair.delete(pairOf(base, quote));
    this.toWrite().pins.set(pairOf(base, quote), { pair: { tenantId, base, quote }, rate: null });
  }

  override recordAnomaly(anomaly: Anomaly): void {
    this.toWrite().anomalies.push(anomaly);
  }

  private toWrite(): Written {
    return (this.written ??= new Written());
  }

  private endedFlow(id: string): StoredFlow | undefined {
    const text = this.ended.get(id);
    return text === undefined ? undefined : (JSON.parse(text) as StoredFlow);
  }
}
