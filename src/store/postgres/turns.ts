import { randomInt } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { instantOf } from '../../kernel/clock';
import type { TenantId } from '../../kernel/ids';
import type { Changes, Loaded, StoredEvent, Wanted } from '../records';
import { timesOf } from '../sql/commit-times';
import { StoreBusy, TurnStore } from '../store.port';
import type { TurnLane } from '../turn-lane';
import { namesOf } from '../turn-names';
import { appendEvents, lockHeads } from './append';
import { writeBalances } from './balances.writer';
import { EVERYBODY, scopeOf } from './connection';
import { isConflict, isFull, isLost, isOutdated, isTooSlow } from './faults';
import { lastNumbers, writeEntries } from './ledger.writer';
import { load } from './load';
import { writeMessages } from './messages.writer';
import { writeProjections } from './projections.writer';
import type { Connections } from './reader';
import { requireUsable } from './schema';
import type { Transaction } from './transaction';
import type { Writers } from './writers';

/** A turn that met another one is run again so often, after a pause by chance of up to (ms). */
const MOST_TRIES = 6;
const LONGEST_PAUSE = 10;

const PROBE = "select pg_logical_emit_message(true, 'cambist', 'probe')";

export class PostgresTurns extends TurnStore {
  constructor(
    private readonly writers: Writers,
    private readonly connections: Connections,
    private readonly lane: TurnLane,
    private readonly now: () => number,
    /** Told of every commit that others may want to see. */
    private readonly onCommit: () => void,
  ) {
    super();
  }

  override turn(
    wanted: Wanted,
    run: (loaded: Loaded) => Promise<Changes>,
  ): Promise<readonly StoredEvent[]> {
    return this.lane.run(namesOf(wanted), () => this.carry(wanted, run, 1));
  }

  /** Something of no meaning is written to the server's own log, and synced as every commit is. */
  override async probe(): Promise<void> {
    await this.connections.lend(EVERYBODY, async (connection) => {
      await requireUsable(connection);
      await connection.all(PROBE, []);
    });
  }

  private async carry(
    wanted: Wanted,
    run: (loaded: Loaded) => Promise<Changes>,
    tries: number,
  ): Promise<readonly StoredEvent[]> {
    try {
      return await this.once(wanted, run);
    } catch (fault) {
      if (isTooSlow(fault))
        throw new StoreBusy({ cause: fault }, 'The database did not answer in time.');
      if (isFull(fault)) throw new StoreBusy({ cause: fault }, 'The disk is full.');
      const mayHelp = isConflict(fault) || isLost(fault) || isOutdated(fault);
      if (!mayHelp) throw fault;
      if (tries >= MOST_TRIES) {
        throw isConflict(fault) ? fault : new StoreBusy({ cause: fault }, 'The database was lost.');
      }
    }
    await setTimeout(randomInt(LONGEST_PAUSE));
    return this.carry(wanted, run, tries + 1);
  }

  private async once(
    wanted: Wanted,
    run: (loaded: Loaded) => Promise<Changes>,
  ): Promise<readonly StoredEvent[]> {
    const stored = await this.writers.transaction(
      scopeOf(tenantsIn(wanted)),
      async (transaction) => {
        const loaded = await load(transaction, wanted);
        const changes = await run(loaded);
        return this.write(transaction, changes, loaded);
      },
    );
    if (stored.length > 0) this.onCommit();
    return stored;
  }

  /** What others may be at is written first; the logs' heads are locked last, and for a moment. */
  private async write(
    transaction: Transaction,
    changes: Changes,
    loaded: Loaded,
  ): Promise<readonly StoredEvent[]> {
    writeProjections(transaction, changes, loaded);
    writeMessages(transaction, changes);
    const [heads, last] = await Promise.all([
      lockHeads(transaction, tenantsOf([...changes.events, ...changes.entries])),
      lastNumbers(transaction, tenantsOf(changes.entries)),
    ]);
    writeEntries(transaction, changes.entries, last);
    const stored = appendEvents(transaction, changes.events, heads, instantOf(this.now()));
    writeBalances(transaction, changes.leftBalances, timesOf(stored));
    return stored;
  }
}

/** The tenants of some rows, each once. */
export const tenantsOf = (
  rows: readonly { readonly tenantId: TenantId }[],
): readonly TenantId[] => [...new Set(rows.map(({ tenantId }) => tenantId))];

/** All whom a turn is about: it sees and writes nobody else's rows. */
const tenantsIn = ({ tenants, ...named }: Wanted): readonly TenantId[] => [
  ...new Set([...tenants, ...Object.values(named).flatMap(tenantsOf)]),
];
