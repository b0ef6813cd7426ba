import type { FlowState, FlowStatus } from '../../kernel/flow-state';
import type { IdPrefix, TenantId } from '../../kernel/ids';
import type { FlowKind } from '../../kernel/message';
import type { FlowFilter, PageAsked, PageOf } from '../store.port';
import { packed, packedIfId, rangeOf } from './ids.codec';
import { emptyPage, newestFirst } from './pages';
import type { Dialect, Part, Reader } from './reader';
import { flowStateOf } from './rows';
import type { FlowRow } from './tables';

const prefixes: Readonly<Record<FlowKind, IdPrefix>> = {
  deposit: 'dep',
  withdraw: 'wdr',
  transfer: 'trf',
};

/** The index by status leaves completed flows out; left to itself, SQLite would not take it. */
const ofEveryAccount = (
  { byIndex }: Dialect,
  tenantId: TenantId,
  status: FlowStatus | undefined,
): Part => ({
  sql: `select f.id, f.state from flows f
    ${status === undefined || status === 'completed' ? '' : byIndex('flows_by_status')}
    where f.tenant = ?`,
  values: [packed(tenantId)],
});

const ofAccount = (tenantId: TenantId, account: Uint8Array): Part => ({
  sql: `select f.id, f.state from flow_accounts a
    join flows f on f.tenant = a.tenant and f.id = a.flow
    where a.tenant = ? and a.account = ?`,
  values: [packed(tenantId), account],
});

/** The literal second condition is the one under which the index by status may be used. */
const withStatus = (status: FlowStatus | undefined): Part => {
  if (status === undefined) return { sql: '', values: [] };
  return {
    sql:
      status === 'completed' ? 'and f.status = ?' : `and f.status = ? and f.status <> 'completed'`,
    values: [status],
  };
};

export const listFlows = async (
  reader: Reader,
  tenantId: TenantId,
  { kind, accountId, status }: FlowFilter,
  page: PageAsked,
): Promise<PageOf<FlowState>> => {
  const account = accountId === undefined ? null : packedIfId(accountId);
  if (account === undefined) return emptyPage;
  const from = reader.of(tenantId);
  const id = account ? 'a.flow' : 'f.id';
  const source = account
    ? ofAccount(tenantId, account)
    : ofEveryAccount(from.dialect, tenantId, status);
  const chosen = withStatus(status);
  return newestFirst<Pick<FlowRow, 'id' | 'state'>, FlowState>(
    from,
    {
      sql: `${source.sql} and ${id} >= ? and ${id} < ? ${chosen.sql}`,
      values: [...source.values, ...rangeOf(prefixes[kind]), ...chosen.values],
    },
    id,
    page,
    flowStateOf,
  );
};
