import { setImmediate } from 'node:timers/promises';
import type { EntryId, FlowId, TenantId } from '../../kernel/ids';
import type { ConversionRecord, LedgerAccount } from '../../ledger/entry';
import type { StoredEntry, StoredLeg } from '../records';
import type { Snapshot } from '../store.port';
import { expanded, packed, unpacked } from './ids.codec';
import type { Reader, Rows } from './reader';
import { SqlReads } from './reads';
import type { EntryRow, PostingRow } from './tables';
import {
  allAccounts,
  allFlowAccounts,
  allFlows,
  allPastBalances,
  allQuotes,
  allSegments,
  readHead,
} from './whole.read';

/** The tenants of the log one by one, by the key: the log itself is not read for it. */
const TENANTS = `with recursive logged(tenant) as (
    select (select tenant from segments order by tenant limit 1)
    union all
    select (select s.tenant from segments s where s.tenant > logged.tenant
      order by s.tenant limit 1) from logged where logged.tenant is not null)
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

const entriesNumbered = async (
  from: Rows,
  tenant: Uint8Array,
  numbers: readonly bigint[],
): Promise<readonly StoredEntry[]> => {
  const range = [tenant, numbers[0] ?? 0n, numbers.at(-1) ?? 0n];
  const entries = await from.all<EntryRow>(ENTRIES, range);
  const heads = new Map(entries.map((row) => [row.number, headRowOf(row)]));
  const legs = new Map<bigint, StoredLeg[]>(numbers.map((number) => [number, []]));
  for (const row of await from.all<PostingRow>(LEGS, range)) legs.get(row.entry)?.push(legOf(row));
  return numbers.map((number) => ({
    number: Number(number),
    head: heads.get(number) ?? null,
    legs: legs.get(number) ?? [],
  }));
};

async function* walkEntries(reader: Reader, tenantId: TenantId): AsyncGenerator<StoredEntry, void> {
  const from = reader.of(tenantId);
  const tenant = packed(tenantId);
  const numbersAfter = async (number: bigint): Promise<readonly bigint[]> => {
    const values = [tenant, number, tenant, number];
    const rows = await from.all<{ readonly number: bigint }>(NUMBERS, values);
    return rows.map((row) => row.number);
  };
  let numbers = await numbersAfter(-1n);
  while (numbers.length > 0) {
    yield* await entriesNumbered(from, tenant, numbers);
    await setImmediate();
    numbers = await numbersAfter(numbers.at(-1) ?? 0n);
  }
}

/** Everything that a reader sees which somebody else keeps at one moment. */
export const snapshotOf = (reader: Reader, guards: Snapshot['guards']): Snapshot => ({
  reads: new SqlReads(reader),
  tenants: async () =>
    (await reader.everywhere.all<{ readonly tenant: Uint8Array }>(TENANTS, [])).map(({ tenant }) =>
      unpacked<TenantId>(tenant),
    ),
  head: (tenantId) => readHead(reader, tenantId),
  segments: (tenantId) => allSegments(reader, tenantId),
  accounts: (tenantId) => allAccounts(reader, tenantId),
  quotes: (tenantId) => allQuotes(reader, tenantId),
  flows: (tenantId) => allFlows(reader, tenantId),
  pastBalances: (tenantId) => allPastBalances(reader, tenantId),
  flowAccounts: (tenantId) => allFlowAccounts(reader, tenantId),
  entries: (tenantId) => walkEntries(reader, tenantId),
  guards,
});
