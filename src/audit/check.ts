import type { Account } from '../accounts/account';
import type { TenantId } from '../kernel/ids';
import type { Quote } from '../rates/quote';
import type {
  Anomaly,
  FiledFlow,
  FxTotal,
  LeftBalance,
  LedgerTotal,
  PostedEntry,
  Segment,
  StoredEntry,
  StoredEvent,
} from '../store/records';
import type { Head, Snapshot } from '../store/store.port';
import type { Chains } from './chains';
import type { LoggedEvent } from './logged-event';
import type { ReplayedWorld } from './replayed-world';
import type { Tally } from './tally';

/** What an event did to the state when the log was replayed. */
export interface Step {
  readonly event: LoggedEvent;
  /** The accounts that it changed, as they stand after it. */
  readonly accounts: readonly Account[];
  /** What it left on accounts. */
  readonly leftBalances: readonly LeftBalance[];
  readonly anomalies: readonly Anomaly[];
  /** Why it could not be applied; null when it could. */
  readonly fault: string | null;
}

/** What there is to look at beside the rows that go by. */
export interface Ground {
  readonly tenantId: TenantId;
  readonly snapshot: Snapshot;
  readonly head: Head;
  readonly chains: Chains;
  /** The state that the log makes, as far as it was read. */
  readonly replayed: ReplayedWorld;
}

/**
 * Looks at the rows that it needs, which go by once and in this order: the log, each segment with
 * its events, each event with what it does and the entry that it posted; then flows, what lists
 * show of them, accounts, quotes, totals.
 */
export interface Watcher {
  segment?(segment: Segment): void;
  /** The event as it is stored. */
  stored?(event: StoredEvent): void;
  event?(event: LoggedEvent): void;
  step?(step: Step): void;
  entry?(entry: StoredEntry): void;
  /** An entry of the replayed log beside the stored one in its place; undefined: there is none. */
  pair?(replayed: PostedEntry | undefined, stored: StoredEntry | undefined): void;
  flow?(flow: FiledFlow): void;
  listed?(row: { readonly accountId: string; readonly flowId: string }): void;
  account?(account: Account): void;
  quote?(quote: Quote): void;
  total?(total: LedgerTotal): void;
  fxTotal?(total: FxTotal): void;
  end?(): void | Promise<void>;
}

/** One thing that must always hold, by its name. */
export interface Check {
  readonly name: string;
  /** What it proves, as docs/cli.md prints it. */
  readonly proves: string;
  /** Begins to look at one tenant. */
  readonly watch: (tally: Tally, ground: Ground) => Watcher;
}
