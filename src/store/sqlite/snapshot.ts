import { setImmediate } from 'node:timers/promises';
import type { AccountId, EntryId, FlowId, TenantId } from '../../kernel/ids';
import type { ConversionRecord, LedgerAccount } from '../../ledger/entry';
import type { FiledFlow, StoredEntry, StoredLeg } from '../records';
import type { Snapshot } from '../store.port';
import { headOf } from './append';
import type { Connection } from './driver';
import { expanded, packed, unpacked } from './ids.codec';
import { Lane } from './lane';
import { guards } from './migrations/0001-first';
import { ofTenant } from './pages';
import { SqliteReads } from './reads';
import { accountOf, eventOf, flowStateOf, quoteOf } from './rows';
import type {
  AccountRow,
  EntryRow,
  EventRow,
  FlowAccountRow,
  FlowRow,
  PostingRow,
  QuoteRow,
} from './tables';
import { mapped, walk } from './walk';

/**
 * Moments of the store, looked at one after the other: a read transaction on a connection of
 * their own. In WAL mode it sees one moment and holds up no writer, but the WAL grows until it
 * ends. A database in memory has one connection only, so there the turns wait instead.
 */
export class Moments {
  private reader: Connection | undefined;
  private readonly queue = new Lane();

  constructor(
    /** Undefined where a second connection would see another database. */
    private readonly openReader: (() => Connection) | undefined,
    private readonly writer: Connection,
    private readonly turns: Lane,
  ) {}

  look<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    const { openReader } = this;
    return openReader
      ? this.queue.run(() => inReadTransaction((this.reader ??= openReader()), work))
      : this.turns.run(() => work(this.writer));
  }

  /** When the last look is over. */
  async close(): Promise<void> {
    await this.queue.idle();
    this.reader?.close();
  }
}

const inReadTransaction = async <T>(
  reader: Connection,
  work: (connection: Connection) => Promise<T>,
): Promise<T> => {
  reader.exec('begin');
  try {
    return await work(reader);
  } finally {
    reader.exec('rollback');
  }
};

/** The tenants of the log one by one, by the key: the log itself is not read for it. */
const TENANTS = `with recursive logged(tenant) as (
    select min(tenant) from events
    union all
    select (select min(tenant) from events where tenant > logged.tenant) from logged
      where logged.tenant is not null)
  select tenant from logged where tenant is not null
  union select tenant from heads
  order by 1`;

/** Entries by number, also the numbers of which legs alone are left. */
const NUMBERS = `select number from entries where tenant = ? and number > ?
  union select entry from postings where tenant = ? and entry > ?
  order by 1 limit 500`;
const ENTRIES = 'select * from entries where tenant = ? and number between ? and ?';
const LEGS = `select * from postings where tenant = ? and entry between ? and ?
  order by entry, leg`;

const GUARD = "select 1 from sqlite_master where type = 'trigger' and name = ?";

const headRowOf = (row: EntryRow): NonNullable<StoredEntry['head']> => ({
  id: unpacked<EntryId>(row.id),
  flowId: unpacked<FlowId>(row.flow),
  type: row.type,
  postedAt: row.posted_at,
  conversions: JSON.parse(row.conversions) as readonly ConversionRecord[],
});

const legOf = (row: PostingRow): StoredLeg => ({
  account: expanded(row.account) as LedgerAccount,
  side: row.side,
  currency: row.currency,
  minor: BigInt(row.amount),
  balance: row.balance === null ? null : BigInt(row.balance),
});

const filedFlowOf = (row: FlowRow): FiledFlow => ({
  state: flowStateOf(row),
  sequence: Number(row.sequence),
  filed: {
    id: unpacked(row.id),
    status: row.status,
    paymentId: row.payment && unpacked(row.payment),
  },
});

const entriesNumbered = (
  connection: Connection,
  tenant: Uint8Array,
  numbers: readonly bigint[],
): readonly StoredEntry[] => {
  const range = [tenant, numbers[0] ?? 0n, numbers.at(-1) ?? 0n];
  const heads = new Map(
    connection
      .prepare<EntryRow>(ENTRIES)
      .all(range)
      .map((row) => [row.number, headRowOf(row)]),
  );
  const legs = new Map<bigint, StoredLeg[]>(numbers.map((number) => [number, []]));
  for (const row of connection.prepare<PostingRow>(LEGS).all(range)) {
    legs.get(row.entry)?.push(legOf(row));
  }
  return numbers.map((number) => ({
    number: Number(number),
    head: heads.get(number) ?? null,
    legs: legs.get(number) ?? [],
  }));
};

async function* walkEntries(
  connection: Connection,
  tenantId: TenantId,
): AsyncGenerator<StoredEntry, void> {
  const tenant = packed(tenantId);
  const numbersAfter = (number: bigint): readonly bigint[] =>
    connection
      .prepare<{ readonly number: bigint }>(NUMBERS)
      .all([tenant, number, tenant, number])
      .map((row) => row.number);
  let numbers = numbersAfter(-1n);
  while (numbers.length > 0) {
    yield* entriesNumbered(connection, tenant, numbers);
    await setImmediate();
    numbers = numbersAfter(numbers.at(-1) ?? 0n);
  }
}

/** Everything that is seen on a connection, which somebody else keeps at one moment. */
export const snapshotOf = (connection: Connection): Snapshot => ({
  reads: new SqliteReads(connection),
  tenants: async () =>
    connection
      .prepare<{ readonly tenant: Uint8Array }>(TENANTS)
      .all([])
      .map(({ tenant }) => unpacked<TenantId>(tenant)),
  head: async (tenantId) => headOf(connection, tenantId),
  log: (tenantId) => {
    const source = { select: ofTenant('events', tenantId), key: ['position'] };
    return mapped(walk<EventRow>(connection, source), eventOf);
  },
  accounts: (tenantId) => {
    const source = { select: ofTenant('accounts', tenantId), key: ['id'] };
    return mapped(walk<AccountRow>(connection, source), accountOf);
  },
  quotes: (tenantId) => {
    const source = { select: ofTenant('quotes', tenantId), key: ['id'] };
    return mapped(walk<QuoteRow>(connection, source), quoteOf);
  },
  flows: (tenantId) => {
    const source = { select: ofTenant('flows', tenantId), key: ['id'] };
    return mapped(walk<FlowRow>(connection, source), filedFlowOf);
  },
  flowAccounts: (tenantId) => {
    const source = { select: ofTenant('flow_accounts', tenantId), key: ['account', 'flow'] };
    return mapped(walk<FlowAccountRow>(connection, source), ({ account, flow }) => ({
      accountId: unpacked<AccountId>(account),
      flowId: unpacked<FlowId>(flow),
    }));
  },
  entries: (tenantId) => walkEntries(connection, tenantId),
  guards: async () =>
    guards.map((name) => ({
      name,
      isThere: connection.prepare(GUARD).get([name]) !== undefined,
    })),
});
