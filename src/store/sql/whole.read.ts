import type { Account } from '../../accounts/account';
import { instantOf } from '../../kernel/clock';
import type { AccountId, FlowId, TenantId } from '../../kernel/ids';
import type { Quote } from '../../rates/quote';
import { GENESIS } from '../chain';
import type { FiledFlow, Segment, StoredEvent } from '../records';
import { eventsOf } from '../segment';
import type { Head, PastBalance } from '../store.port';
import { pastBalanceOf } from './balances.read';
import { hexOf, packed, unpacked } from './ids.codec';
import { ofTenant } from './pages';
import type { Reader } from './reader';
import { accountOf, filedFlowOf, quoteOf, segmentOf, type ShapedRow } from './rows';
import { SEGMENTS } from './segments';
import { selectFrom } from './statements';
import {
  type AccountRow,
  type BalanceRow,
  type FlowAccountRow,
  type FlowRow,
  type HeadRow,
  projections,
  type QuoteRow,
} from './tables';
import { mapped, walk } from './walk';

/** Everything of one tenant, streamed in a steady order. */

const walkTable = <R, T>(
  reader: Reader,
  table: string,
  key: readonly string[],
  tenantId: TenantId,
  itemOf: (row: R) => T,
): AsyncIterable<T> =>
  mapped(walk<R>(reader.of(tenantId), { select: ofTenant(table, tenantId), key }), itemOf);

export const allSegments = (reader: Reader, tenantId: TenantId): AsyncIterable<Segment> => {
  const select = { sql: `${SEGMENTS} where s.tenant = ?`, values: [packed(tenantId)] };
  const source = { select, key: ['s.position'] };
  return mapped(walk<ShapedRow>(reader.of(tenantId), source), segmentOf);
};

export async function* wholeLog(
  reader: Reader,
  tenantId: TenantId,
): AsyncGenerator<StoredEvent, void> {
  for await (const segment of allSegments(reader, tenantId)) yield* eventsOf(segment);
}

export const allAccounts = (reader: Reader, tenantId: TenantId): AsyncIterable<Account> =>
  walkTable<AccountRow, Account>(reader, 'accounts', ['id'], tenantId, accountOf);

export const allPastBalances = (reader: Reader, tenantId: TenantId): AsyncIterable<PastBalance> =>
  walkTable<BalanceRow, PastBalance>(
    reader,
    'balances',
    ['account', 'committed_at'],
    tenantId,
    pastBalanceOf,
  );

export const allQuotes = (reader: Reader, tenantId: TenantId): AsyncIterable<Quote> =>
  walkTable<QuoteRow, Quote>(reader, 'quotes', ['id'], tenantId, quoteOf);

export const allFlows = (reader: Reader, tenantId: TenantId): AsyncIterable<FiledFlow> =>
  walkTable<FlowRow, FiledFlow>(reader, 'flows', ['id'], tenantId, filedFlowOf);

export const allFlowAccounts = (reader: Reader, tenantId: TenantId) =>
  walkTable<FlowAccountRow, { readonly accountId: AccountId; readonly flowId: FlowId }>(
    reader,
    'flow_accounts',
    ['account', 'flow'],
    tenantId,
    ({ account, flow }) => ({ accountId: unpacked(account), flowId: unpacked(flow) }),
  );

export const HEAD = selectFrom('heads', 'tenant');

/** Where a log ends; the genesis where there is none yet. */
export const headFrom = (row: HeadRow | undefined): Head =>
  row
    ? { position: Number(row.position), hash: hexOf(row.hash), at: row.committed_at }
    : { position: 0, hash: GENESIS, at: instantOf(0) };

export const readHead = async (reader: Reader, tenantId: TenantId): Promise<Head> =>
  headFrom((await reader.of(tenantId).all<HeadRow>(HEAD, [packed(tenantId)]))[0]);

/** A value as a dump shows it: ids as they are known, other bytes as hex. */
const shown = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return value.length === 17 ? unpacked(value) : hexOf(value);
  return typeof value === 'bigint' ? value.toString() : value;
};

/** Every row of every projection, of all tenants. */
export async function* dumpedProjections({ everywhere }: Reader): AsyncIterable<string> {
  for (const { table, key } of projections) {
    const select = { sql: `select * from ${table} where true`, values: [] };
    for await (const row of walk<object>(everywhere, { select, key })) {
      yield JSON.stringify([table, ...Object.values(row).map(shown)]);
    }
  }
}
