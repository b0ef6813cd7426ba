import type { Account } from '../accounts/account';
import type { Instant } from '../kernel/clock';
import type { FlowState, FlowStatus } from '../kernel/flow-state';
import type { AccountId, DeadLetterId, FlowId, PaymentId, TenantId } from '../kernel/ids';
import type { FlowKind } from '../kernel/message';
import type { Balance } from '../ledger/balance';
import type { Exponent } from '../money';
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
  Segment,
  StatementLine,
  StoredEntry,
  StoredEvent,
  ClaimedTask,
  Wanted,
} from './records';

/** The store is not to be had for now: nothing was written, and trying again at once is in vain. */
export class StoreBusy extends Error {
  override readonly name = 'StoreBusy';

  constructor(options?: ErrorOptions, message = 'The store is held by another process.') {
    super(message, options);
  }
}

/**
 * Whether the turn was committed is not known: the connection was lost while it was, and the
 * store has not been seen since. Who sends the same message under the same key is told the truth.
 */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown';

  constructor(options?: ErrorOptions) {
    super('The store has not said whether it committed.', options);
  }
}

/** Somebody else is at the store, and nobody may be: nothing was done. */
export class StoreInUse extends Error {
  override readonly name = 'StoreInUse';
}

/**
 * The one way in which state changes. Every adapter passes `store.conformance.ts`.
 *
 * A turn loads what is wanted, runs, and commits what came of it in one transaction: all of it
 * is there after a crash, or nothing. No other turn changes the loaded rows in between, and no
 * task of a stream whose tasks were loaded is given out.
 */
export abstract class TurnStore {
  /**
   * `run` does no I/O. When it rejects, nothing is written. When the commit fails, nothing is
   * written and the fault is thrown; the state is as before.
   * The events get their positions here, per tenant without a gap, their segments' hashes, and one
   * committed time for all that a tenant has in the turn.
   */
  abstract turn(
    wanted: Wanted,
    run: (loaded: Loaded) => Promise<Changes>,
  ): Promise<readonly StoredEvent[]>;
  /**
   * Resolves when a turn could be committed now, and rejects when not: a full disk, a file that is
   * lost or may not be written. It writes something that means nothing, so do not call it often.
   */
  abstract probe(): Promise<void>;
}

/** Tasks of one type and one stream that have waited long enough to be done before their time. */
export interface HastenedTasks {
  readonly tenantId: TenantId;
  readonly stream: string;
  readonly type: string;
  readonly now: number;
  /** Those that wait since then, or longer. What may be under way is left alone. */
  readonly waitingSince: number;
}

/** Tasks that wait for the outside world, worked on under a lease by one instance at a time. */
export abstract class Outbox {
  /**
   * Leases up to `most` due tasks whose lease is free or has run out. Times are milliseconds
   * since 1970. Oldest due first. What was given out no longer counts as waiting.
   */
  abstract claim(
    owner: string,
    most: number,
    now: number,
    until: number,
  ): Promise<readonly ClaimedTask[]>;
  /**
   * At the start of a process: gives up what its last life left leased, where the store has one
   * process only. A store that several share does nothing: leases run out by themselves.
   */
  abstract releaseAll(): Promise<void>;
  /** Makes tasks due at `now` that would be due later. Where there is none, nothing is written. */
  abstract hasten(tasks: HastenedTasks): Promise<void>;
  /** Tasks that are due by now; what is to be done some day is no backlog. */
  abstract depth(
    now: number,
  ): Promise<{ readonly tasks: number; readonly oldestDueAt: number | null }>;
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

export interface AccountFilter {
  /** The caller's own id, which one account of a tenant has at most. */
  readonly reference?: string | undefined;
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
  abstract accounts(
    tenantId: TenantId,
    filter: AccountFilter,
    page: PageAsked,
  ): Promise<PageOf<Account>>;
  /**
   * As it was at a committed time, what was committed at that very time included; undefined before
   * the account was opened.
   */
  abstract balanceAt(tenantId: TenantId, id: string, at: Instant): Promise<Balance | undefined>;
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
  /** Of every currency that any tenant has added; the built-in ones stand in the code. */
  abstract exponents(): Promise<readonly Exponent[]>;
  abstract ledgerTotals(tenantId: TenantId): Promise<readonly LedgerTotal[]>;
  /** By currency; of those that something was ever converted into. */
  abstract fxTotals(tenantId: TenantId): Promise<readonly FxTotal[]>;
  abstract quote(tenantId: TenantId, id: string): Promise<Quote | undefined>;
  abstract anomalies(tenantId: TenantId, page: PageAsked): Promise<PageOf<Anomaly>>;
  abstract deadLetters(tenantId: TenantId, page: PageAsked): Promise<PageOf<DeadLetter>>;
  abstract deadLetter(tenantId: TenantId, id: DeadLetterId): Promise<DeadLetter | undefined>;
  /** How many dead letters of all tenants wait for a retry. */
  abstract parkedLetters(): Promise<number>;
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
  /** The log, in the order of position. */
  segments(tenantId: TenantId): AsyncIterable<Segment>;
  accounts(tenantId: TenantId): AsyncIterable<Account>;
  quotes(tenantId: TenantId): AsyncIterable<Quote>;
  flows(tenantId: TenantId): AsyncIterable<FiledFlow>;
  /** By account, each in the order of time. */
  pastBalances(tenantId: TenantId): AsyncIterable<PastBalance>;
  /** Which flows the lists of an account show. */
  flowAccounts(
    tenantId: TenantId,
  ): AsyncIterable<{ readonly accountId: string; readonly flowId: string }>;
  /** In the order of posting. */
  entries(tenantId: TenantId): AsyncIterable<StoredEntry>;
  /** What in the database itself keeps rows from being changed, and whether it is still there. */
  guards(): Promise<readonly { readonly name: string; readonly isThere: boolean }[]>;
}

/** A balance exactly as its row stands. */
export interface PastBalance {
  readonly accountId: AccountId;
  /** Committed time from which on it was so. */
  readonly at: Instant;
  /** Minor units. */
  readonly posted: bigint;
  readonly held: bigint;
  readonly overdraft: bigint;
}

/** Where a tenant's log ends. */
export interface Head {
  readonly position: number;
  /** Of its last segment. */
  readonly hash: string;
  readonly at: Instant;
}

/** For verify and rebuild: everything, streamed, in a steady order. */
export abstract class AuditStore {
  /** The tenant's log in the order of position. */
  abstract log(tenantId: TenantId): AsyncIterable<StoredEvent>;
  abstract head(tenantId: TenantId): Promise<Head>;
  /**
   * Lets `work` look at one moment of the store: that of its first read. Turns go on meanwhile
   * (a database in memory makes them wait), so `work` must not wait for one, nor for another
   * snapshot, which comes after it. What it returns must not read on.
   */
  abstract snapshot<T>(work: (snapshot: Snapshot) => Promise<T>): Promise<T>;
  /**
   * Does `work` while no other process writes: rejects with StoreInUse, before anything is done,
   * when one is at the store, and one that comes meanwhile is held up or turned away.
   */
  abstract undisturbed<T>(work: () => Promise<T>): Promise<T>;
  /** Drops every projection; the log, requests, tasks, webhooks and dead letters stay. */
  abstract dropProjections(): Promise<void>;
  /** Writes projections without touching the log: a rebuild, in parts, in the order of the log. */
  abstract writeProjections(changes: ProjectedChanges): Promise<void>;
  /** Every row of every projection as text, in a steady order: equal dumps mean equal bytes. */
  abstract dumpProjections(): AsyncIterable<string>;
}

/** The other instances on the same store, where a store can have several. */
export abstract class Peers {
  /** While `work` is done here no other instance does the like: for what may only be begun once. */
  abstract alone<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Calls `look` when another instance may have committed something. News may be lost and come
   * together, so whoever must not miss any looks unasked, too, from time to time. Answers how to
   * stop.
   */
  abstract onNews(look: () => void): () => void;
}

/** The store as a whole, as an adapter gives it. */
export interface Store {
  readonly turns: TurnStore;
  readonly outbox: Outbox;
  readonly inbox: Inbox;
  readonly fetchedRates: FetchedRateStore;
  readonly reads: ReadStore;
  readonly audit: AuditStore;
  readonly peers: Peers;
  /** Finishes what is being written and lets go of the files or connections. */
  close(): Promise<void>;
}
