import type { Lane } from '../lane';
import type { ProjectedChanges } from '../records';
import { SqlAudit } from '../sql/audit';
import type { Reader } from '../sql/reader';
import { projections } from '../sql/tables';
import type { Snapshot } from '../store.port';
import { lockHeads } from './append';
import { timesInLog, writeBalances } from './balances.writer';
import { EVERYBODY } from './connection';
import { lastNumbers, writeEntries } from './ledger.writer';
import { appendOnly } from './migrations/0001-first';
import { writeProjections } from './projections.writer';
import type { Moments } from './snapshot';
import { tenantsOf } from './turns';
import type { Writer } from './writer';

const guarded: readonly string[] = appendOnly;

/**
 * Entries and postings are append-only as the log is, but they are made from it. Only here, within
 * one transaction and by the tables' owner, are their guards put aside.
 */
const EMPTY = projections.flatMap(({ table }) =>
  guarded.includes(table)
    ? [
        `alter table ${table} disable trigger ${table}_are_append_only`,
        `delete from ${table}`,
        `alter table ${table} enable trigger ${table}_are_append_only`,
      ]
    : [`delete from ${table}`],
);

export class PostgresAudit extends SqlAudit {
  constructor(
    private readonly writer: Writer,
    reads: Reader,
    private readonly lane: Lane,
    private readonly moments: Moments,
  ) {
    super(reads);
  }

  override snapshot<T>(work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
    return this.moments.look(work);
  }

  override dropProjections(): Promise<void> {
    return this.lane.run(() =>
      this.writer.transaction(EVERYBODY, async (transaction) => {
        for (const statement of EMPTY) await transaction.run(statement);
      }),
    );
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
