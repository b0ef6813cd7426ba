import type { TenantId } from '../../kernel/ids';
import type { StoredEvent } from '../records';
import type { EventFilter } from '../store.port';
import type { Connection } from './driver';
import { packed, packedIfId } from './ids.codec';
import type { Part } from './pages';
import { eventOf } from './rows';
import type { EventRow } from './tables';

/** From so many flows on, an account's events are found sooner by walking along the log. */
const MANY_FLOWS = 1000;

const COUNT_FLOWS = `select count(*) as flows from
  (select 1 from flow_accounts where tenant = ? and account = ? limit ${String(MANY_FLOWS)})`;

const placeholders = (values: readonly unknown[]): string => values.map(() => '?').join(', ');

/** The plus keeps SQLite from taking the index by type where a narrower one is at hand. */
const oneOfTypes = (types: readonly string[] | undefined): Part =>
  types ? { sql: `and +type in (${placeholders(types)})`, values: types } : { sql: '', values: [] };

const along = (tenant: Uint8Array, { after, types }: EventFilter): Part => {
  const typed = oneOfTypes(types);
  return {
    sql: `select * from events e where tenant = ? and position > ? ${typed.sql}`,
    values: [tenant, after, ...typed.values],
  };
};

/** Each type's next events come from the index by type, however rare it is in the log. */
const ofTypes = (tenant: Uint8Array, types: readonly string[], filter: EventFilter): Part => ({
  sql: `select * from events where tenant = ? and position in (${types
    .map(
      () => `select position from (select position from events
        where tenant = ? and type = ? and position > ? order by position limit ?)`,
    )
    .join(' union all ')})`,
  values: [tenant, ...types.flatMap((type) => [tenant, type, filter.after, filter.limit])],
});

const ofFlow = (tenant: Uint8Array, flow: Uint8Array, filter: EventFilter): Part => {
  const typed = oneOfTypes(filter.types);
  return {
    sql: `select * from events indexed by events_by_stream
      where tenant = ? and stream = ? and position > ? ${typed.sql}`,
    values: [tenant, flow, filter.after, ...typed.values],
  };
};

const ofQuietAccount = (tenant: Uint8Array, account: Uint8Array, filter: EventFilter): Part => {
  const typed = oneOfTypes(filter.types);
  return {
    sql: `select * from events indexed by events_by_stream
      where tenant = ? and stream in
        (select flow from flow_accounts where tenant = ? and account = ? union all select ?)
      and position > ? ${typed.sql}`,
    values: [tenant, tenant, account, account, filter.after, ...typed.values],
  };
};

const ofBusyAccount = (tenant: Uint8Array, account: Uint8Array, filter: EventFilter): Part => {
  const walk = along(tenant, filter);
  return {
    sql: `${walk.sql} and (+e.stream = ? or exists (select 1 from flow_accounts a
      where a.tenant = e.tenant and a.account = ? and a.flow = e.stream))`,
    values: [...walk.values, account, account],
  };
};

const isBusy = (connection: Connection, tenant: Uint8Array, account: Uint8Array): boolean =>
  connection.prepare<{ readonly flows: bigint }>(COUNT_FLOWS).get([tenant, account])?.flows ===
  BigInt(MANY_FLOWS);

const ofAccount = (
  connection: Connection,
  tenant: Uint8Array,
  account: Uint8Array,
  filter: EventFilter,
): Part =>
  isBusy(connection, tenant, account)
    ? ofBusyAccount(tenant, account, filter)
    : ofQuietAccount(tenant, account, filter);

/** Events of a flow that must touch an account too. */
const ofFlowOfAccount = (
  tenant: Uint8Array,
  flow: Uint8Array,
  account: Uint8Array,
  filter: EventFilter,
): Part => {
  const events = ofFlow(tenant, flow, filter);
  return {
    sql: `${events.sql} and exists
      (select 1 from flow_accounts where tenant = ? and account = ? and flow = ?)`,
    values: [...events.values, tenant, account, flow],
  };
};

/** The query for a filter; undefined when nothing can be found by it. */
const queryFor = (
  connection: Connection,
  tenant: Uint8Array,
  filter: EventFilter,
): Part | undefined => {
  const { types, flowId, accountId } = filter;
  const flow = flowId === undefined ? null : packedIfId(flowId);
  const account = accountId === undefined ? null : packedIfId(accountId);
  if (flow === undefined || account === undefined || types?.length === 0) return undefined;
  if (flow && account) return ofFlowOfAccount(tenant, flow, account, filter);
  if (flow) return ofFlow(tenant, flow, filter);
  if (account) return ofAccount(connection, tenant, account, filter);
  return types ? ofTypes(tenant, types, filter) : along(tenant, filter);
};

export const readEvents = (
  connection: Connection,
  tenantId: TenantId,
  filter: EventFilter,
): readonly StoredEvent[] => {
  const query = queryFor(connection, packed(tenantId), filter);
  if (!query) return [];
  return connection
    .prepare<EventRow>(`${query.sql} order by position limit ?`)
    .all([...query.values, filter.limit])
    .map(eventOf);
};
