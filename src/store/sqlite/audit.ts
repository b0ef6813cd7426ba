import type { Account } from '../../accounts/account';
import type { FlowState } from '../../kernel/flow-state';
import type { TenantId } from '../../kernel/ids';
import type { Posting, ProjectedChanges, StoredEvent } from '../records';
import { AuditStore, type Head, type Snapshot } from '../store.port';
import { headOf } from './append';
import { type Connection, transaction } from './driver';
import { hexOf, packed, unpacked } from './ids.codec';
import type { Lane } from './lane';
import { ofTenant } from './pages';
import { writeProjections } from './projections.writer';
import { accountOf, eventOf, flowStateOf, postingOf, type PostingOfEntryRow } from './rows';
import { type Moments, snapshotOf } from './snapshot';
import { POSTINGS_WITH_ENTRY } from './statement.read';
import { type AccountRow, type EventRow, type FlowRow, projections } from './tables';
import { mapped, walk } from './walk';

/** A value as a dump shows it: ids as they are known, other bytes as hex. */
const shown = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return value.length === 17 ? unpacked(value) : hexOf(value);
  return typeof value === 'bigint' ? value.toString() : value;
};

interface Trigger {
  readonly name: string;
  readonly sql: string;
}

const TRIGGERS = `select name, sql from sqlite_master where type = 'trigger' and tbl_name in
  (${projections.map(({ table }) => `'${table}'`).join(', ')})`;

/**
 * Entries and postings are append-only as the log is, but they are made from it. Only here, and
 * within one transaction, are their guards put aside; they are put back exactly as they were.
 */
const emptyProjections = (connection: Connection): void => {
  const guards = connection.prepare<Trigger>(TRIGGERS).all([]);
  for (const { name } of guards) connection.exec(`drop trigger ${name}`);
  for (const { table } of projections) connection.exec(`delete from ${table}`);
  for (const { sql } of guards) connection.exec(sql);
};

export class SqliteAudit extends AuditStore {
  constructor(
    private readonly writer: Connection,
    private readonly reader: Connection,
    private readonly lane: Lane,
    private readonly moments: Moments,
  ) {
    super();
  }

  override snapshot<T>(work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
    return this.moments.look((connection) => work(snapshotOf(connection)));
  }

  override log(tenantId: TenantId): AsyncIterable<StoredEvent> {
    const source = { select: ofTenant('events', tenantId), key: ['position'] };
    return mapped(walk<EventRow>(this.reader, source), eventOf);
  }

  override allAccounts(tenantId: TenantId): AsyncIterable<Account> {
    const source = { select: ofTenant('accounts', tenantId), key: ['id'] };
    return mapped(walk<AccountRow>(this.reader, source), accountOf);
  }

  override allFlows(tenantId: TenantId): AsyncIterable<FlowState> {
    const source = { select: ofTenant('flows', tenantId), key: ['id'] };
    return mapped(walk<FlowRow>(this.reader, source), flowStateOf);
  }

  override allPostings(tenantId: TenantId): AsyncIterable<Posting> {
    const select = { sql: `${POSTINGS_WITH_ENTRY} where p.tenant = ?`, values: [packed(tenantId)] };
    const source = { select, key: ['p.entry', 'p.leg'] };
    return mapped(walk<PostingOfEntryRow>(this.reader, source), postingOf);
  }

  override async head(tenantId: TenantId): Promise<Head> {
    return headOf(this.reader, tenantId);
  }

  override dropProjections(): Promise<void> {
    return this.alone(() => emptyProjections(this.writer));
  }

  override writeProjections(changes: ProjectedChanges): Promise<void> {
    return this.alone(() => writeProjections(this.writer, changes));
  }

  override async *dumpProjections(): AsyncIterable<string> {
    for (const { table, key } of projections) {
      const select = { sql: `select * from ${table} where true`, values: [] };
      for await (const row of walk<object>(this.reader, { select, key })) {
        yield JSON.stringify([table, ...Object.values(row).map(shown)]);
      }
    }
  }

  /** In a transaction of its own, between the turns. */
  private alone(work: () => void): Promise<void> {
    return this.lane.run(async () => transaction(this.writer, work));
  }
}
