import { setImmediate } from 'node:timers/promises';
import type { Projector } from '../engine/projector';
import type { TenantId } from '../kernel/ids';
import { learnExponents } from '../money';
import type { PostedEntry, StoredEntry, StoredEvent } from '../store/records';
import { eventsOf } from '../store/segment';
import type { Snapshot, Store } from '../store/store.port';
import type { Chains } from './chains';
import type { Check, Ground, Step, Watcher } from './check';
import { checks } from './checks';
import { named, read, recordedOf, type LoggedEvent } from './logged-event';
import { ReplayedWorld } from './replayed-world';
import { Tally, type CheckResult } from './tally';

/** What the running code says that events mean, and in which order they may come. */
export interface RunningCode {
  readonly projector: Projector;
  readonly chains: Chains;
}

export interface Verified {
  /** True when every check holds. */
  readonly ok: boolean;
  readonly checks: readonly CheckResult[];
}

type Promised = Pick<Check, 'name' | 'proves'>;

const GUARDED: Promised = {
  name: 'append-only-is-guarded',
  proves:
    'The database still has its guards: against changes of what is append-only and, on PostgreSQL, between tenants.',
};

const READABLE: Promised = {
  name: 'every-row-can-be-read',
  proves: 'All rows can be read at all; without them no other check says much.',
};

/** Everything that is checked, in the order in which it is told. */
export const promises: readonly Promised[] = [GUARDED, READABLE, ...checks];

export interface VerifyOptions {
  /** Every tenant when it is left out. */
  readonly tenantId?: TenantId;
  /** Breaks it off: it rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Looks through everything of one tenant, or of all, at one moment of the store, and writes
 * nothing. It runs beside live traffic. The log and each table go by once; what is remembered
 * grows with accounts and flows, not with the log.
 */
export const verify = (
  { audit }: Pick<Store, 'audit'>,
  code: RunningCode,
  { tenantId: only, signal = new AbortController().signal }: VerifyOptions = {},
): Promise<Verified> =>
  audit.snapshot(async (snapshot) => {
    learnExponents(await snapshot.reads.exponents());
    const guarded = new Tally(GUARDED.name);
    for (const { name, isThere } of await snapshot.guards()) {
      guarded.expect(isThere, () => `The database has lost its guard ${name}.`);
    }
    const readable = new Tally(READABLE.name);
    const tallies = checks.map(({ name }) => new Tally(name));
    for (const tenantId of only === undefined ? await snapshot.tenants() : [only]) {
      await new Look(snapshot, code, readable, tallies, tenantId, signal).through();
    }
    const results = [guarded, readable, ...tallies].map((tally) => tally.result());
    return { ok: results.every(({ ok }) => ok), checks: results };
  });

/** Some milliseconds' worth: nobody's request waits longer for a verification. */
const ROWS_AT_ONCE = 100;

type Rows = Required<Omit<Watcher, 'end'>>;

/** One look through one tenant: shows each row to every check that wants it. */
class Look {
  private readonly replayed = new ReplayedWorld();
  private rows = 0;
  private watchers: readonly (readonly [Tally, Watcher])[] = [];

  constructor(
    private readonly snapshot: Snapshot,
    private readonly code: RunningCode,
    private readonly readable: Tally,
    private readonly tallies: readonly Tally[],
    private readonly tenantId: TenantId,
    private readonly signal: AbortSignal,
  ) {}

  async through(): Promise<void> {
    const { snapshot, tenantId, replayed } = this;
    this.signal.throwIfAborted();
    const head = await snapshot.head(tenantId);
    const ground: Ground = { tenantId, snapshot, head, replayed, chains: this.code.chains };
    this.watchers = checks.flatMap(({ watch }, index) => {
      const tally = this.tallies[index];
      return tally ? [[tally, watch(tally, ground)] as const] : [];
    });
    await this.logAndEntries();
    await this.all('flows', snapshot.flows(tenantId), 'flow');
    await this.all('lists of flows', snapshot.flowAccounts(tenantId), 'listed');
    await this.all('accounts', snapshot.accounts(tenantId), 'account');
    await this.all('quotes', snapshot.quotes(tenantId), 'quote');
    await this.reading('totals', async () => {
      for (const total of await snapshot.reads.ledgerTotals(tenantId)) this.show('total', total);
      for (const total of await snapshot.reads.fxTotals(tenantId)) this.show('fxTotal', total);
    });
    await this.atTheEnd();
  }

  /** The log and the entries side by side, since both are in the order of posting. */
  private async logAndEntries(): Promise<void> {
    const entries = this.snapshot.entries(this.tenantId)[Symbol.asyncIterator]();
    await this.reading('log', async () => {
      for await (const segment of this.snapshot.segments(this.tenantId)) {
        this.show('segment', segment);
        for (const event of eventsOf(segment)) {
          for (const entry of this.showEvent(event)) {
            this.showEntry(entry, await this.nextEntry(entries));
          }
          await this.pause();
        }
      }
    });
    for (;;) {
      const stored = await this.nextEntry(entries);
      if (stored === undefined) return;
      this.showEntry(undefined, stored);
    }
  }

  private async nextEntry(entries: AsyncIterator<StoredEntry>): Promise<StoredEntry | undefined> {
    let found: StoredEntry | undefined;
    await this.reading('entries', async () => {
      const next = await entries.next();
      found = next.done === true ? undefined : next.value;
    });
    return found;
  }

  /** Answers the entries that it posts when it is replayed. */
  private showEvent(stored: StoredEvent): readonly PostedEntry[] {
    this.readable.expect(true, () => '');
    this.show('stored', stored);
    const event = this.readEvent(stored);
    if (event === undefined) return [];
    this.show('event', event);
    const fault = this.apply(event);
    const { accounts, leftBalances, anomalies, entries } = this.replayed.takeChanges();
    this.show('step', { event, accounts, leftBalances, anomalies, fault });
    return entries;
  }

  private readEvent(event: StoredEvent): LoggedEvent | undefined {
    try {
      return read(event);
    } catch {
      this.readable.violated(`The data of ${named(event)} is not JSON.`);
      return undefined;
    }
  }

  private apply(event: LoggedEvent): Step['fault'] {
    try {
      this.code.projector.apply(this.replayed, recordedOf(event));
      return null;
    } catch (fault) {
      return messageOf(fault);
    }
  }

  private showEntry(replayed: PostedEntry | undefined, stored: StoredEntry | undefined): void {
    if (stored !== undefined) this.show('entry', stored);
    this.show('pair', replayed, stored);
  }

  private async all<K extends 'flow' | 'listed' | 'account' | 'quote'>(
    noun: string,
    rows: AsyncIterable<Parameters<Rows[K]>[0]>,
    kind: K,
  ): Promise<void> {
    await this.reading(noun, async () => {
      for await (const row of rows) {
        this.show(kind, ...([row] as unknown as Parameters<Rows[K]>));
        await this.pause();
      }
    });
  }

  private show<K extends keyof Rows>(kind: K, ...row: Parameters<Rows[K]>): void {
    for (const [tally, watcher] of this.watchers) {
      try {
        (watcher[kind] as ((...row: Parameters<Rows[K]>) => void) | undefined)?.(...row);
      } catch (fault) {
        tally.violated(`${wordsFor(row)} cannot be judged: ${messageOf(fault)}`);
      }
    }
  }

  private async atTheEnd(): Promise<void> {
    for (const [tally, watcher] of this.watchers) {
      try {
        await watcher.end?.();
      } catch (fault) {
        tally.violated(`The end of ${this.tenantId} cannot be judged: ${messageOf(fault)}`);
      }
    }
  }

  /** Lets the process serve others, and be stopped, in the middle of a long look. */
  private async pause(): Promise<void> {
    this.rows += 1;
    if (this.rows % ROWS_AT_ONCE !== 0) return;
    await setImmediate();
    this.signal.throwIfAborted();
  }

  /** A row that cannot be read ends its table for every check, and is told once. */
  private async reading(noun: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (fault) {
      this.signal.throwIfAborted();
      this.readable.violated(
        `The ${noun} of ${this.tenantId} cannot be read to the end: ${messageOf(fault)}`,
      );
    }
  }
}

const messageOf = (fault: unknown): string =>
  fault instanceof Error ? fault.message : String(fault);

interface Named {
  readonly id?: string;
}

/** The id of a row, wherever it keeps it. */
const wordsFor = ([row]: readonly unknown[]): string => {
  const { id, state, head, event } = (row ?? {}) as Named & {
    readonly state?: Named;
    readonly head?: Named | null;
    readonly event?: Named;
  };
  return id ?? state?.id ?? head?.id ?? event?.id ?? 'A row';
};
