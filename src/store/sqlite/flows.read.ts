import type { FlowState, FlowStatus } from '../../kernel/flow-state';
import type { IdPrefix, TenantId } from '../../kernel/ids';
import type { FlowKind } from '../../kernel/message';
import type { FlowFilter, PageAsked, PageOf } from '../store.port';
import type { Connection } from './driver';
import { packed, packedIfId, rangeOf } from './ids.codec';
import { emptyPage, newestFirst, type Part } from './pages';
import { flowStateOf } from './rows';
import type { FlowRow } from './tables';

const prefixes: Readonly<Record<FlowKind, IdPrefix>> = {
  deposit: 'dep',
  withdraw: 'wdr',
  transfer: 'trf',
};

const ofEveryAccount = (tenantId: TenantId): Part => ({
  sql: 'select f.id, f.state from flows f where f.tenant = ?',
  values: [packed(tenantId)],
});

const ofAccount = (tenantId: TenantId, account: Uint8Array): Part => ({
  sql: `select f.id, f.state from flow_accounts a
    join flows f on f.tenant = a.tenant and f.id = a.flow
    where a.tenant = ? and a.account = ?`,
  values: [packed(tenantId), account],
});

/** The literal second condition lets SQLite use the index, which leaves completed flows out. */
const withStatus = (status: FlowStatus | undefined): Part => {
  if (status === undefined) return { sql: '', values: [] };
  return {
    sql:
      status === 'completed' ? 'and f.status = ?' : `and f.status = ? and f.status <> 'completed'`,
    values: [status],
  };
};

export const listFlows = (
  connection: Connection,
  tenantId: TenantId,
  { kind, accountId, status }: FlowFilter,
  page: PageAsked,
): PageOf<FlowState> => {
  const account = accountId === undefined ? null : packedIfId(accountId);
  if (account === undefined) return emptyPage;
  const id = account ? 'a.flow' : 'f.id';
  const source = account ? ofAccount(tenantId, account) : ofEveryAccount(tenantId);
  const chosen = withStatus(status);
  return newestFirst<Pick<FlowRow, 'id' | 'state'>, FlowState>(
    connection,
    {
      sql: `${source.sql} and ${id} >= ? and ${id} < ? ${chosen.sql}`,
      values: [...source.values, ...rangeOf(prefixes[kind]), ...chosen.values],
    },
    id,
    page,
    flowStateOf,
  );
};
