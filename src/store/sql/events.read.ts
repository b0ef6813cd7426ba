import type { TenantId } from '../../kernel/ids';
import type { StoredEvent } from '../records';
import { eventsOf } from '../segment';
import type { EventFilter } from '../store.port';
import { packed, packedIfId } from './ids.codec';
import type { Dialect, Part, Reader, Rows } from './reader';
import { segmentOf, type ShapedRow } from './rows';
import { SEGMENTS, shapesWith } from './segments';

/** From so many flows on, an account's events are found sooner by walking along the log. */
const MANY_FLOWS = 1000;

/** A type that so many shapes have is not rare, and is found by walking along the log. */
const MANY_SHAPES = 100;

/** Where every event of a segment is wanted, so few segments mostly have a page of them. */
const EVENTS_A_SEGMENT = 4;

const COUNT_FLOWS = `select count(*) as flows from (select 1 from flow_accounts
  where tenant = ? and account = ? limit ${String(MANY_FLOWS)}) as counted`;

/** Segments are looked for: whose, by what, and how this database is asked. */
interface Look {
  readonly dialect: Dialect;
  readonly tenant: Uint8Array;
  /** Those in which a wanted type occurs; undefined: all. */
  readonly shapes: readonly bigint[] | undefined;
}

/** The query for the next segments that end behind a position, in any order and without its end. */
type Query = (after: number, limit: number) => Part;

const placeholders = (values: readonly unknown[]): string => values.map(() => '?').join(', ');

/** The index by shape is not taken where a narrower one is at hand. */
const oneOfShapes = ({ dialect, shapes }: Look): Part =>
  shapes
    ? { sql: `and ${dialect.aside}s.shape in (${placeholders(shapes)})`, values: shapes }
    : { sql: '', values: [] };

const along = (look: Look): Query => {
  const shaped = oneOfShapes(look);
  return (after) => ({
    sql: `${SEGMENTS} where s.tenant = ? and s.position > ? ${shaped.sql}`,
    values: [look.tenant, after, ...shaped.values],
  });
};

/** Each shape's next segments come from the index by shape, however rare it is in the log. */
const ofShapes =
  ({ tenant }: Look, shapes: readonly bigint[]): Query =>
  (after, limit) => ({
    sql: `${SEGMENTS} where s.tenant = ? and s.position in (${shapes
      .map(
        () => `select position from (select position from segments
        where tenant = ? and shape = ? and position > ? order by position limit ?) as of_one_shape`,
      )
      .join(' union all ')})`,
    values: [tenant, ...shapes.flatMap((shape) => [tenant, shape, after, limit])],
  });

const ofFlow = (look: Look, flow: Uint8Array): Query => {
  const shaped = oneOfShapes(look);
  return (after) => ({
    sql: `${SEGMENTS} ${look.dialect.byIndex('segments_by_stream')}
      where s.tenant = ? and s.stream = ? and s.position > ? ${shaped.sql}`,
    values: [look.tenant, flow, after, ...shaped.values],
  });
};

const ofQuietAccount = (look: Look, account: Uint8Array): Query => {
  const { dialect, tenant } = look;
  const shaped = oneOfShapes(look);
  return (after) => ({
    sql: `${SEGMENTS} ${dialect.byIndex('segments_by_stream')}
      where s.tenant = ? and s.stream in
        (select flow from flow_accounts where tenant = ? and account = ? union all select ?)
      and s.position > ? ${shaped.sql}`,
    values: [tenant, tenant, account, account, after, ...shaped.values],
  });
};

const ofBusyAccount = (look: Look, account: Uint8Array): Query => {
  const walk = along(look);
  return (after, limit) => {
    const { sql, values } = walk(after, limit);
    return {
      sql: `${sql} and (${look.dialect.aside}s.stream = ? or exists
        (select 1 from flow_accounts a
          where a.tenant = s.tenant and a.account = ? and a.flow = s.stream))`,
      values: [...values, account, account],
    };
  };
};

const isBusy = async (from: Rows, tenant: Uint8Array, account: Uint8Array): Promise<boolean> => {
  const [counted] = await from.all<{ readonly flows: bigint }>(COUNT_FLOWS, [tenant, account]);
  return counted?.flows === BigInt(MANY_FLOWS);
};

const ofAccount = async (from: Rows, look: Look, account: Uint8Array): Promise<Query> =>
  (await isBusy(from, look.tenant, account))
    ? ofBusyAccount(look, account)
    : ofQuietAccount(look, account);

/** Segments of a flow that must touch an account too. */
const ofFlowOfAccount = (look: Look, flow: Uint8Array, account: Uint8Array): Query => {
  const segments = ofFlow(look, flow);
  return (after, limit) => {
    const { sql, values } = segments(after, limit);
    return {
      sql: `${sql} and exists
        (select 1 from flow_accounts where tenant = ? and account = ? and flow = ?)`,
      values: [...values, look.tenant, account, flow],
    };
  };
};

/** What a filter is looked for with, and the last position that this can find. */
interface Search {
  readonly query: Query;
  readonly upTo: number;
}

/** The search for a filter; undefined when nothing can be found by it. */
const searchFor = async (
  from: Rows,
  tenantId: TenantId,
  filter: EventFilter,
): Promise<Search | undefined> => {
  const tenant = packed(tenantId);
  const known = filter.types && (await shapesWith(from, tenant, filter.types));
  if (known?.numbers.length === 0) return undefined;
  const look = { dialect: from.dialect, tenant, shapes: known?.numbers };
  const query = await queryFor(from, look, filter);
  return query && { query, upTo: known?.upTo ?? Infinity };
};

const queryFor = async (
  from: Rows,
  look: Look,
  { flowId, accountId }: EventFilter,
): Promise<Query | undefined> => {
  const flow = flowId === undefined ? null : packedIfId(flowId);
  const account = accountId === undefined ? null : packedIfId(accountId);
  if (flow === undefined || account === undefined) return undefined;
  if (flow && account) return ofFlowOfAccount(look, flow, account);
  if (flow) return ofFlow(look, flow);
  if (account) return ofAccount(from, look, account);
  const { shapes } = look;
  return shapes && shapes.length < MANY_SHAPES ? ofShapes(look, shapes) : along(look);
};

/** A segment ends behind `after`, but its first events may not; and one of them has the type. */
const isWanted = ({ after, types }: EventFilter): ((event: StoredEvent) => boolean) => {
  const wanted = types && new Set(types);
  return ({ position, type }) => position > after && (wanted?.has(type) ?? true);
};

export const readEvents = async (
  reader: Reader,
  tenantId: TenantId,
  filter: EventFilter,
): Promise<readonly StoredEvent[]> => {
  const from = reader.of(tenantId);
  const search = await searchFor(from, tenantId, filter);
  const found: StoredEvent[] = [];
  let after = filter.after;
  while (search && found.length < filter.limit) {
    const missing = filter.limit - found.length;
    const limit = filter.types ? missing : Math.ceil(missing / EVENTS_A_SEGMENT);
    const { sql, values } = search.query(after, limit);
    const rows = await from.all<ShapedRow>(`${sql} order by s.position limit ?`, [
      ...values,
      limit,
    ]);
    const segments = rows.map(segmentOf).filter(({ position }) => position <= search.upTo);
    found.push(...segments.flatMap(eventsOf).filter(isWanted(filter)));
    if (segments.length < limit) break;
    after = segments.at(-1)?.position ?? after;
  }
  return found.slice(0, filter.limit);
};
