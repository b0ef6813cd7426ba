import { Lane } from '../lane';
import type { Reader, Rows } from '../sql/reader';
import { snapshotOf } from '../sql/snapshot';
import { appendOnly, ownedTables } from '../sql/tables';
import type { Snapshot } from '../store.port';
import { Connection, type ConnectionOptions, EVERYBODY } from './connection';
import { dialect } from './reader';

/** A statement of a look (ms): one that takes longer is taken for one that nobody answers any more. */
const LOOK_WITHIN = 30 * 60_000;

/** The triggers that keep the ledger as it is. */
const guards: readonly { readonly table: string; readonly trigger: string }[] = [
  ...appendOnly.map((table) => ({ table, trigger: `${table}_are_append_only` })),
  { table: 'postings', trigger: 'entries_balance' },
];

const TRIGGERS = `select tgrelid::regclass::text as "table", tgname as name from pg_trigger
  where tgenabled <> 'D' and not tgisinternal and tgrelid = any(?::regclass[])`;
const WALLED = `select relname as name from pg_class
  where relrowsecurity and relforcerowsecurity and oid = any(?::regclass[])`;

const guardsOn = async (rows: Rows): ReturnType<Snapshot['guards']> => {
  const tables = [...new Set(guards.map(({ table }) => table))];
  const triggers = await rows.all<{ readonly name: string }>(TRIGGERS, [`{${tables.join(',')}}`]);
  const walled = await rows.all<{ readonly name: string }>(WALLED, [`{${ownedTables.join(',')}}`]);
  const isIn = (found: readonly { readonly name: string }[], name: string): boolean =>
    found.some((one) => one.name === name);
  return [
    ...guards.map(({ trigger }) => ({ name: trigger, isThere: isIn(triggers, trigger) })),
    ...ownedTables.map((table) => ({
      name: `row-level security of ${table}`,
      isThere: isIn(walled, table),
    })),
  ];
};

/**
 * Moments of the store, looked at one after the other: a transaction of its own connection that
 * sees one moment, and holds up nobody.
 */
export class Moments {
  private readonly queue = new Lane();
  private isClosed = false;

  constructor(
    private readonly options: ConnectionOptions,
    private readonly within = LOOK_WITHIN,
  ) {}

  look<T>(work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
    return this.queue.run(() => this.lookNow(work));
  }

  /** When the last look is over. */
  async close(): Promise<void> {
    this.isClosed = true;
    await this.queue.idle();
  }

  private async lookNow<T>(work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
    if (this.isClosed) throw new Error('The store is closed.');
    const limits = { query_timeout: this.within };
    const connection = await Connection.open({ ...this.options, readOnly: true, limits });
    try {
      connection.see(EVERYBODY);
      await connection.script('begin isolation level repeatable read read only');
      const rows: Rows = { dialect, all: (sql, values) => connection.all(sql, values) };
      const reader: Reader = { of: () => rows, everywhere: rows };
      return await work(snapshotOf(reader, () => guardsOn(rows)));
    } finally {
      await connection.close();
    }
  }
}
