import { Lane } from '../lane';
import type { ProjectedChanges } from '../records';
import { SqlAudit } from '../sql/audit';
import type { Reader } from '../sql/reader';
import { appendOnly, projections } from '../sql/tables';
import type { Snapshot } from '../store.port';
import { lockHeads } from './append';
import { timesInLog, writeBalances } from './balances.writer';
import { EVERYBODY } from './connection';
import { lastNumbers, writeEntries } from './ledger.writer';
import { writeProjections } from './projections.writer';
import { isForbidden } from './faults';
import type { Moments } from './snapshot';
import { tenantsOf } from './turns';
import { holdingOff } from './undisturbed';
import type { Writer } from './writer';

const guarded: readonly string[] = appendOnly;

const guardsTo = (be: 'disable' | 'enable'): readonly string[] =>
  projections
    .filter(({ table }) => guarded.includes(table))
    .map(({ table }) => `alter table ${table} ${be} trigger ${table}_are_append_only`);

/**
 * Entries and postings are append-only as the log is, but they are made from it. Only here, within
 * one transaction and by the tables' owner, are their guards put aside. Row by row it would take
 * longer, where there are millions, than a statement may.
 */
const EMPTY = [
  ...guardsTo('disable'),
  `truncate ${projections.map(({ table }) => table).join(', ')}`,
  ...guardsTo('enable'),
];

export class PostgresAudit extends SqlAudit {
  private readonly lane = new Lane();

  constructor(
    /** Its own: whoever has the database alone writes on the connection that holds it. */
    private readonly writer: Writer,
    reads: Reader,
    private readonly moments: Moments,
  ) {
    super(reads);
  }

  override snapshot<T>(work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
    return this.moments.look(work);
  }

  override undisturbed<T>(work: () => Promise<T>): Promise<T> {
    return holdingOff(this.writer, work);
  }

  override async dropProjections(): Promise<void> {
    try {
      await this.lane.run(() =>
        this.writer.transaction(EVERYBODY, async (transaction) => {
          for (const statement of EMPTY) await transaction.run(statement);
        }),
      );
    } catch (fault) {
      if (!isForbidden(fault)) throw fault;
      const line = 'This role may not drop the projections: it takes the owner of the tables.';
      throw new Error(line, { cause: fault });
    }
  }

  override writeProjections(changes: ProjectedChanges): Promise<void> {
    return this.lane.run(() =>
      this.writer.transaction(EVERYBODY, async (transaction) => {
        writeProjections(transaction, changes, { accounts: [], flows: [] });
        const tenants = tenantsOf(changes.entries);
        await lockHeads(transaction, tenants);
        writeEntries(transaction, changes.entries, await lastNumbers(transaction, tenants));
        const times = await timesInLog(transaction, changes.leftBalances);
        writeBalances(transaction, changes.leftBalances, times);
      }),
    );
  }
}
