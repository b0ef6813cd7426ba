import type { Day, Instant } from '../kernel/clock';
import type { AccountId, TenantId } from '../kernel/ids';
import type { FlowKind } from '../kernel/message';
import type { Balance } from '../ledger/balance';
import type { Money } from '../money';

export type AccountStatus = 'open' | 'frozen' | 'closed';

/** Bounds of one operation, in the account's own currency; null is no bound. */
export interface OperationLimits {
  readonly min: Money | null;
  readonly max: Money | null;
  /** For one UTC day, counted by the day of the request. */
  readonly daily: Money | null;
}

export type AccountLimits = Readonly<Record<FlowKind, OperationLimits>>;

/** What was counted against the daily limits, one row for an operation and a day. */
export interface DailyUsage {
  readonly operation: FlowKind;
  readonly day: Day;
  readonly amount: Money;
}

/** Words that the caller keeps with a thing; never interpreted. */
export type Metadata = Readonly<Record<string, string>>;

export interface Account extends Balance {
  readonly tenantId: TenantId;
  readonly id: AccountId;
  readonly currency: string;
  readonly status: AccountStatus;
  readonly name: string | null;
  /** The caller's own id, unique in the tenant. */
  readonly reference: string | null;
  readonly limits: AccountLimits;
  /** Of the few days that were counted on last, in that order: older ones can change no outcome. */
  readonly usage: readonly DailyUsage[];
  /** Flows under way; the account cannot be closed before they end. */
  readonly flowsUnderWay: number;
  readonly metadata: Metadata;
  /** The sequence of its last `account.*` event: changes with its settings, not with its balance. */
  readonly version: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}
