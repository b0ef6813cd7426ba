import type { Instant } from '../../kernel/clock';
import type { TenantId } from '../../kernel/ids';
import { append } from '../chain';
import type { NewEvent, StoredEvent } from '../records';
import { packed, unpacked } from '../sql/ids.codec';
import type { HeadRow } from '../sql/tables';
import { rowOfHead, rowOfSegment, rowsOfShapes } from '../sql/to-rows';
import { headFrom } from '../sql/whole.read';
import type { Head } from '../store.port';
import { insertAll, insertNew, lockAll, updateAll } from './bulk';
import type { Transaction } from './transaction';

const FIRST_HEADS = insertNew('heads');
const HEADS = lockAll('heads', 'tenant');
const HEADS_ON = updateAll('heads', ['tenant'], 'position', 'hash', 'committed_at');
const SHAPES = insertNew('shapes');
const SEGMENTS = insertAll('segments');

export type Heads = ReadonlyMap<TenantId, Head>;

/**
 * The last locks that a turn takes, tenant by tenant in one order: from here to the commit nobody
 * else appends to these logs. So there is no gap, no late commit and one chain, whoever writes.
 */
export const lockHeads = async (
  transaction: Transaction,
  tenants: readonly TenantId[],
): Promise<Heads> => {
  const genesis = headFrom(undefined);
  transaction.write(
    FIRST_HEADS,
    tenants.map((tenantId) => rowOfHead(tenantId, genesis)),
  );
  const rows: readonly HeadRow[] = await transaction.rows(
    HEADS,
    tenants.map((tenantId) => ({ tenant: packed(tenantId) })),
  );
  return new Map(rows.map((row) => [unpacked<TenantId>(row.tenant), headFrom(row)]));
};

/** Appends to the logs behind their heads, which move on. */
export const appendEvents = (
  transaction: Transaction,
  events: readonly NewEvent[],
  locked: Heads,
  now: Instant,
): readonly StoredEvent[] => {
  const headOf = (tenantId: TenantId): Head => locked.get(tenantId) ?? headFrom(undefined);
  const { segments, heads, stored } = append(events, headOf, now);
  transaction.write(SHAPES, rowsOfShapes(segments));
  transaction.write(SEGMENTS, segments.map(rowOfSegment));
  transaction.write(
    HEADS_ON,
    [...heads].map(([tenantId, head]) => rowOfHead(tenantId, head)),
  );
  return stored;
};
