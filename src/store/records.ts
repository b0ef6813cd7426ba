import type { Account } from '../accounts/account';
import type { Instant } from '../kernel/clock';
import type { FlowState } from '../kernel/flow-state';
import type {
  AccountId,
  DeadLetterId,
  EventId,
  FlowId,
  TaskId,
  TenantId,
  WebhookId,
} from '../kernel/ids';
import type { StreamKind } from '../kernel/message';
import type { Balance } from '../ledger/balance';
import type { Entry, LedgerAccount, Side } from '../ledger/entry';
import type { Anomaly } from '../providers/anomaly';
import type { Exponent } from '../money';
import type { Quote } from '../rates/quote';
import type { PinnedRate } from '../rates/rate';
import type { ApiKey, Tenant } from '../tenancy/tenancy';

/** An event on its way into the log; its position is given by the commit. */
export interface NewEvent {
  readonly tenantId: TenantId;
  readonly id: EventId;
  readonly type: string;
  readonly stream: { readonly kind: StreamKind; readonly id: string };
  /** Counts from 1 within the stream; the database refuses a second of the same number. */
  readonly sequence: number;
  readonly occurredAt: Instant;
  readonly causationId: string;
  /** JSON of the data, on one line: stored, hashed and given out as this very text. */
  readonly data: string;
}

export interface StoredEvent extends NewEvent {
  /** Counts a tenant's whole log from 1, in commit order, without a gap. */
  readonly position: number;
  /** When it was committed; never runs backwards within a tenant. */
  readonly committedAt: Instant;
}

/**
 * What the log keeps as one row: events of one flow that one turn committed one after another, or
 * one event of anything else.
 */
export interface Segment {
  readonly tenantId: TenantId;
  readonly stream: NewEvent['stream'];
  /** Of its first event. */
  readonly sequence: number;
  /** Of its last event. */
  readonly position: number;
  /** How many events it has. */
  readonly size: number;
  readonly committedAt: Instant;
  /** The types of its events, between spaces. */
  readonly types: string;
  /** Its events, one a line: see `segment.ts`. */
  readonly body: string;
  /** SHA-256 over the previous hash and this segment, lower-case hex: see `chainedHash`. */
  readonly hash: string;
}

/** One leg of an entry as it is stored. */
export interface Posting {
  readonly entryId: string;
  readonly flowId: FlowId;
  /** Type of the event that posted it. */
  readonly type: string;
  readonly account: LedgerAccount;
  readonly side: Side;
  readonly amount: string;
  readonly currency: string;
  readonly postedAt: Instant;
}

/** A posting of a customer's account with the balance that it left. */
export interface StatementLine extends Posting {
  /** Posted balance after it, major units of the account's currency. */
  readonly balance: string;
}

/** An entry with the customer balances that it left, in the order of its legs (null: internal). */
export interface PostedEntry extends Entry {
  readonly balances: readonly (string | null)[];
}

/** An entry exactly as its rows stand, for who looks whether they stand right. */
export interface StoredEntry {
  /** Counts a tenant's entries from 1, in the order of posting. */
  readonly number: number;
  /** Null where legs are there and the entry that they belong to is not. */
  readonly head: Pick<Entry, 'id' | 'flowId' | 'type' | 'postedAt' | 'conversions'> | null;
  /** In the order of posting. */
  readonly legs: readonly StoredLeg[];
}

export interface StoredLeg {
  readonly account: LedgerAccount;
  readonly side: Side;
  readonly currency: string;
  /** Minor units; always positive. */
  readonly minor: bigint;
  /** Minor units: what it left on a customer's account; null for an internal one. */
  readonly balance: bigint | null;
}

/** The answer to a request that carried an idempotency key: written with its effect. */
export interface AnsweredRequest {
  readonly tenantId: TenantId;
  /** Method and route, as `POST /v1/deposits`. */
  readonly scope: string;
  readonly key: string;
  /** SHA-256 of the canonical body. */
  readonly bodyHash: string;
  readonly status: number;
  readonly body: string;
  readonly location: string | null;
  readonly answeredAt: Instant;
}

/** A call to the outside that was committed and must be made until it is answered. */
export interface Task {
  readonly tenantId: TenantId;
  readonly id: TaskId;
  /** The type of its message, as `payment.submit`. */
  readonly type: string;
  readonly stream: { readonly kind: StreamKind; readonly id: string };
  readonly causationId: string;
  /** JSON of its data. */
  readonly data: string;
  /** Attempts that were made and came to nothing. */
  readonly attempts: number;
  /** Milliseconds since 1970: not before. */
  readonly dueAt: number;
  /** The instance that works on it, until `leasedUntil`. */
  readonly leasedBy: string | null;
  readonly leasedUntil: number;
  /**
   * Since when it waits with surely nothing of it under way: born with a pause before it or where
   * nobody performs it, or put back when no attempt at all has happened. Null from the moment it is given out, and
   * still when its lease was lost: an attempt may be under way, or may have come through.
   */
  readonly waitsSince: number | null;
}

/** A task that was given out to be worked on. */
export interface ClaimedTask extends Task {
  /**
   * It was not waiting: somebody had it before, whose lease ran out or was lost with its process.
   * Their attempt may be under way, or may have come through; no later one can tell otherwise.
   */
  readonly isDoubtful: boolean;
}

/** A task by its name: that of what it belongs to, and its own. */
export interface TaskName {
  readonly tenantId: TenantId;
  readonly stream: { readonly id: string };
  readonly id: TaskId;
}

/** A task that is put back by the one who has its lease. */
export interface PostponedTask extends TaskName, Pick<Task, 'attempts' | 'dueAt' | 'waitsSince'> {
  /** Whose lease it is given back from. Under another's it stays as it is. */
  readonly leasedBy: string;
}

/** A provider's call to us, exactly as it came, after its signature was proved. */
export interface ReceivedWebhook {
  readonly tenantId: TenantId;
  readonly id: WebhookId;
  readonly provider: string;
  /** The provider's own id of the event: unique for tenant and provider. */
  readonly eventId: string;
  readonly headers: string;
  readonly body: Buffer;
  readonly receivedAt: Instant;
}

/** A message that could not be carried: kept whole, so that it can be carried later. */
export interface DeadLetter {
  readonly tenantId: TenantId;
  readonly id: DeadLetterId;
  /** `discarded`: an operator has given it up, and it is never carried. */
  readonly status: 'parked' | 'resolved' | 'discarded';
  readonly stream: { readonly kind: StreamKind; readonly id: string };
  /** The command that failed, by type, and its data as JSON. */
  readonly type: string;
  readonly data: string;
  readonly causationId: string;
  /** The request that it came with, if it had an idempotency key. */
  readonly request: {
    readonly scope: string;
    readonly key: string;
    readonly bodyHash: string;
  } | null;
  /** For the operator; it never goes to the caller who met the fault. */
  readonly error: string;
  readonly attempts: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export type { Anomaly };

/**
 * The balance that an event left on an account: what the past is read from. The store knows by
 * the event when it was committed; of several at one moment the last counts.
 */
export interface LeftBalance extends Balance {
  readonly tenantId: TenantId;
  readonly accountId: AccountId;
  readonly event: { readonly stream: string; readonly sequence: number };
}

/** Debits and credits of one internal account (or of all customers together) in one currency. */
export interface LedgerTotal {
  readonly tenantId: TenantId;
  /** `clearing:<provider>`, `fx`, `fees`, or `customers` for all customer accounts. */
  readonly account: string;
  readonly currency: string;
  /** Major units. */
  readonly debits: string;
  readonly credits: string;
}

/** What conversions into one currency have left with the tenant, beside the legs of the entries. */
export interface FxTotal {
  readonly tenantId: TenantId;
  readonly currency: string;
  /** What rounding left, exactly; negative when it gave more than it took. */
  readonly remainder: string;
  /** What the spread took, exactly. */
  readonly spread: string;
}

/** What is named by its tenant and its own id; the id may be any text that somebody sent. */
export interface Named {
  readonly tenantId: TenantId;
  readonly id: string;
}

/** What a turn needs to see before it can run. */
export interface Wanted {
  /**
   * Their settings, pinned rates and own streams, as they were committed last: turns share them. Of
   * two that append to such a stream at once the log refuses the later one.
   */
  readonly tenants: readonly TenantId[];
  readonly accounts: readonly Named[];
  readonly flows: readonly Named[];
  readonly references: readonly { readonly tenantId: TenantId; readonly reference: string }[];
  readonly requests: readonly Pick<AnsweredRequest, 'tenantId' | 'scope' | 'key'>[];
  /** Tasks, webhooks and dead letters whose answers are being carried: are they still open? */
  readonly tasks: readonly TaskName[];
  readonly webhooks: readonly { readonly tenantId: TenantId; readonly id: WebhookId }[];
  readonly deadLetters: readonly { readonly tenantId: TenantId; readonly id: DeadLetterId }[];
  /** Streams whose tasks must be seen, all of them as they stand. */
  readonly tasksOf: readonly Named[];
  /** How many events these streams have, and nobody else appends to them; a flow's state knows its. */
  readonly streams: readonly Named[];
  readonly keys: readonly Named[];
  readonly quotes: readonly Named[];
  /** Codes whose exponent must be known if any tenant has fixed it. */
  readonly currencies: readonly { readonly tenantId: TenantId; readonly code: string }[];
}

export interface StoredFlow {
  readonly state: FlowState;
  /** The sequence of its last event. */
  readonly sequence: number;
}

/** A flow with what lists and look-ups go by: columns of their own, made from the state. */
export interface FiledFlow extends StoredFlow {
  readonly filed: {
    readonly id: string;
    readonly status: string;
    readonly paymentId: string | null;
  };
}

/** What of it was found. What is missing here does not exist, or is another tenant's. */
export interface Loaded {
  readonly accounts: readonly Account[];
  readonly flows: readonly StoredFlow[];
  /** The references that are taken already. */
  readonly references: readonly { readonly tenantId: TenantId; readonly reference: string }[];
  readonly requests: readonly AnsweredRequest[];
  /** The open ones of those that were asked for. */
  readonly openTasks: readonly TaskId[];
  /** One for each stream that was asked for, also where there is no task. */
  readonly tasksOf: readonly (Named & { readonly tasks: readonly Task[] })[];
  readonly openWebhooks: readonly WebhookId[];
  readonly deadLetters: readonly DeadLetter[];
  /** Parked dead letters that hold one of the wanted requests. */
  readonly parkedRequests: readonly DeadLetter[];
  readonly streams: readonly (Named & { readonly sequence: number })[];
  readonly pinnedRates: readonly PinnedRate[];
  readonly keys: readonly ApiKey[];
  readonly tenants: readonly Tenant[];
  readonly quotes: readonly Quote[];
  /** Those of the wanted currencies that somebody has added, whoever it was. */
  readonly exponents: readonly Exponent[];
}

/** What a turn did: whole rows, written together or not at all. */
export interface Changes {
  /** In the order in which they happened. */
  readonly events: readonly NewEvent[];
  readonly tenants: readonly Tenant[];
  readonly accounts: readonly Account[];
  readonly flows: readonly StoredFlow[];
  readonly entries: readonly PostedEntry[];
  /** In the order in which they were left. */
  readonly leftBalances: readonly LeftBalance[];
  readonly keys: readonly ApiKey[];
  readonly quotes: readonly Quote[];
  readonly pinnedRates: readonly PinnedRate[];
  readonly unpinnedRates: readonly Pick<PinnedRate, 'tenantId' | 'base' | 'quote'>[];
  readonly anomalies: readonly Anomaly[];
  readonly answeredRequests: readonly AnsweredRequest[];
  readonly newTasks: readonly Task[];
  readonly postponedTasks: readonly PostponedTask[];
  readonly doneTasks: readonly TaskName[];
  /** Streams whose waiting tasks are dropped. What was given out stays, and its answer counts. */
  readonly stoppedStreams: readonly Named[];
  readonly appliedWebhooks: readonly { readonly tenantId: TenantId; readonly id: WebhookId }[];
  /** New or changed, by id. */
  readonly deadLetters: readonly DeadLetter[];
}

/** The projections alone: what can be dropped and rebuilt from the log. */
export type ProjectedChanges = Pick<
  Changes,
  | 'tenants'
  | 'accounts'
  | 'flows'
  | 'entries'
  | 'leftBalances'
  | 'keys'
  | 'quotes'
  | 'pinnedRates'
  | 'unpinnedRates'
  | 'anomalies'
>;
