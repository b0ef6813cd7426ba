import type { Account } from '../accounts/account';
import type { Instant } from '../kernel/clock';
import type { FlowState, FlowStatus } from '../kernel/flow-state';
import type { AccountId, DeadLetterId, FlowId, PaymentId, TenantId } from '../kernel/ids';
import type { FlowKind } from '../kernel/message';
import type { Quote } from '../rates/quote';
import type { PinnedRate, StoredRate } from '../rates/rate';
import type { ApiKey, Tenant } from '../tenancy/tenancy';
import type {
  Anomaly,
  Changes,
  DeadLetter,
  FiledFlow,
  FxTotal,
  LedgerTotal,
  Loaded,
  Posting,
  ProjectedChanges,
  ReceivedWebhook,
  StatementLine,
  StoredEntry,
  StoredEvent,
  Task,
  Wanted,
} from './records';

/**
 * The one way in which state changes. Every adapter passes `store.conformance.ts`.
 *
 * A turn loads what is wanted, runs, and commits what came of it in one transaction: all of it
 * is there after a crash, or nothing. No other turn changes the loaded rows in between.
 */
export abstract class TurnStore {
  /**
   * `run` does no I/O. When it rejects, nothing is written. When the commit fails, nothing is
   * written and the fault is thrown; the state is as before.
   * The events get their positions here, per tenant without a gap, and their hashes.
   */
  abstract turn(
    wanted: Wanted,
    run: (loaded: Loaded) => Promise<Changes>,
  ): Promise<readonly StoredEvent[]>;
}

/** Tasks that wait for the outside world, worked on under a lease by one instance at a time. */
export abstract class Outbox {
  /**
   * Leases up to `most` due tasks whose lease is free or has run out. Times are milliseconds
   * since 1970. Oldest due first.
   */
  abstract claim(owner: string, most: number, now: number, until: number): Promise<readonly Task[]>;
  /**
   * At the start of a process: gives up what its last life left leased, where the store has one
   * process only. A store that several share does nothing: leases run out by themselves.
   */
  abstract releaseAll(): Promise<void>;
  abstract depth(): Promise<{ readonly tasks: number; readonly oldestDueAt: number | null }>;
}

/** Webhooks: stored raw before they are answered, applied after. */
export abstract class Inbox {
  /** `duplicate`: the tenant has that provider's event id already, and nothing was written. */
  abstract receive(webhook: ReceivedWebhook): Promise<'stored' | 'duplicate'>;
  /** Those that were received and not applied yet, oldest first. */
  abstract unapplied(most: number): Promise<readonly ReceivedWebhook[]>;
}

/** A page of a list: `after` is what the last page's `next` was. */
export interface PageOf<T> {
  readonly items: readonly T[];
  /** The sort key of the last item, or null when there is no further one. */
  readonly next: string | null;
}
export interface PageAsked {
  readonly limit: number;
  readonly after: string | null;
}

export interface FlowFilter {
  readonly kind: FlowKind;
  /** Either side of a transfer. */
  readonly accountId?: string;
  readonly status?: FlowStatus;
}

export interface EventFilter {
  readonly after: number;
  readonly limit: number;
  /** Exact types; undefined: all. */
  readonly types?: readonly string[];
  readonly flowId?: string;
  /** Events of the account itself and of every flow that touches it. */
  readonly accountId?: string;
}

/**
 * What was last fetched from the source of rates. It is nobody's state and stands in no log: what
 * a flow was given is frozen in its events.
 */
export abstract class FetchedRateStore {
  abstract all(): Promise<readonly StoredRate[]>;
  /** In the place of all that was kept before. */
  abstract keep(rates: readonly StoredRate[]): Promise<void>;
}

/** What can be read beside the turns: committed state only, never blocking a turn. */
export abstract class ReadStore {
  abstract account(tenantId: TenantId, id: string): Promise<Account | undefined>;
  /** Newest first, as every list but the events. */
  abstract accounts(tenantId: TenantId, page: PageAsked): Promise<PageOf<Account>>;
  abstract statement(
    tenantId: TenantId,
    account: AccountId,
    page: PageAsked,
  ): Promise<PageOf<StatementLine>>;
  abstract flow(tenantId: TenantId, id: string): Promise<FlowState | undefined>;
  abstract flowOfPayment(tenantId: TenantId, payment: PaymentId): Promise<FlowState | undefined>;
  abstract flows(
    tenantId: TenantId,
    filter: FlowFilter,
    page: PageAsked,
  ): Promise<PageOf<FlowState>>;
  /** In the order of their sequence. */
  abstract flowEvents(tenantId: TenantId, flow: FlowId): Promise<readonly StoredEvent[]>;
  /** In the order of posting. */
  abstract flowPostings(tenantId: TenantId, flow: FlowId): Promise<readonly Posting[]>;
  /** In the order of position. */
  abstract events(tenantId: TenantId, filter: EventFilter): Promise<readonly StoredEvent[]>;
  abstract pinnedRates(tenantId: TenantId): Promise<readonly PinnedRate[]>;
  abstract ledgerTotals(tenantId: TenantId): Promise<readonly LedgerTotal[]>;
  /** By currency; of those that something was ever converted into. */
  abstract fxTotals(tenantId: TenantId): Promise<readonly FxTotal[]>;
  abstract quote(tenantId: TenantId, id: string): Promise<Quote | undefined>;
  abstract anomalies(tenantId: TenantId, page: PageAsked): Promise<PageOf<Anomaly>>;
  abstract deadLetters(tenantId: TenantId, page: PageAsked): Promise<PageOf<DeadLetter>>;
  abstract deadLetter(tenantId: TenantId, id: DeadLetterId): Promise<DeadLetter | undefined>;
  abstract keyByHash(hash: string): Promise<ApiKey | undefined>;
  /** Newest first. */
  abstract keys(tenantId: TenantId): Promise<readonly ApiKey[]>;
  abstract tenant(tenantId: TenantId): Promise<Tenant | undefined>;
  /** Newest first. */
  abstract tenants(): Promise<readonly Tenant[]>;
  /** Answers when the store answers; rejects when it is not usable. */
  abstract ping(): Promise<void>;
}

/**
 * The whole store as it was at one moment, streamed in a steady order, whatever is committed
 * meanwhile. It gives rows as they stand, also those that should not be as they are.
 */
export interface Snapshot {
  readonly reads: ReadStore;
  /** Every tenant that has a log or a head, also one that the projections have lost. */
  tenants(): Promise<readonly TenantId[]>;
  head(tenantId: TenantId): Promise<Head>;
  /** In the order of position. */
  log(tenantId: TenantId): AsyncIterable<StoredEvent>;
  accounts(tenantId: TenantId): AsyncIterable<Account>;
  quotes(tenantId: TenantId): AsyncIterable<Quote>;
  flows(tenantId: TenantId): AsyncIterable<FiledFlow>;
  /** Which flows the lists of an account show. */
  flowAccounts(
    tenantId: TenantId,
  ): AsyncIterable<{ readonly accountId: string; readonly flowId: string }>;
  /** In the order of posting. */
  entries(tenantId: TenantId): AsyncIterable<StoredEntry>;
  /** What in the database itself keeps rows from being changed, and whether it is still there. */
  guards(): Promise<readonly { readonly name: string; readonly isThere: boolean }[]>;
}

/** Where a tenant's log ends. */
export interface Head {
  readonly position: number;
  readonly hash: string;
  readonly at: Instant;
}

/** For verify and rebuild: everything, streamed, in a steady order. */
export abstract class AuditStore {
  /** The tenant's log in the order of position. */
  abstract log(tenantId: TenantId): AsyncIterable<StoredEvent>;
  abstract allAccounts(tenantId: TenantId): AsyncIterable<Account>;
  abstract allFlows(tenantId: TenantId): AsyncIterable<FlowState>;
  /** In the order of posting; the legs of one entry follow each other. */
  abstract allPostings(tenantId: TenantId): AsyncIterable<Posting>;
  abstract head(tenantId: TenantId): Promise<Head>;
  /**
   * Lets `work` look at one moment of the store: that of its first read. Turns go on meanwhile
   * (a database in memory makes them wait), so `work` must not wait for one, nor for another
   * snapshot, which comes after it. What it returns must not read on.
   */
  abstract snapshot<T>(work: (snapshot: Snapshot) => Promise<T>): Promise<T>;
  /** Drops every projection; the log, requests, tasks, webhooks and dead letters stay. */
  abstract dropProjections(): Promise<void>;
  /** Writes projections without touching the log: a rebuild, in parts, in the order of the log. */
  abstract writeProjections(changes: ProjectedChanges): Promise<void>;
  /** Every row of every projection as text, in a steady order: equal dumps mean equal bytes. */
  abstract dumpProjections(): AsyncIterable<string>;
}

/** The store as a whole, as an adapter gives it. */
export interface Store {
  readonly turns: TurnStore;
  readonly outbox: Outbox;
  readonly inbox: Inbox;
  readonly fetchedRates: FetchedRateStore;
  readonly reads: ReadStore;
  readonly audit: AuditStore;
  /** Finishes what is being written and lets go of the files or connections. */
  close(): Promise<void>;
}
