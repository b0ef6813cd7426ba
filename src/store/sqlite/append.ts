import type { Instant } from '../../kernel/clock';
import type { TenantId } from '../../kernel/ids';
import { append } from '../chain';
import type { NewEvent, StoredEvent } from '../records';
import type { Head } from '../store.port';
import { packed } from '../sql/ids.codec';
import type { HeadRow } from '../sql/tables';
import { rowOfHead, rowOfSegment, rowsOfShapes } from '../sql/to-rows';
import { HEAD, headFrom } from '../sql/whole.read';
import { insertAll, insertNew, upsertAll } from './bulk';
import type { Connection } from './driver';

const writeHeads = upsertAll('heads', 'tenant');
const writeShapes = insertNew('shapes', 'number');
const writeSegments = insertAll('segments');

const headIn =
  (connection: Connection) =>
  (tenantId: TenantId): Head =>
    headFrom(connection.prepare<HeadRow>(HEAD).get([packed(tenantId)]));

/**
 * Appends to the logs within the caller's transaction. The heads are read here and not before,
 * since another process may have appended; a clock that was set back moves no committed time back.
 */
export const appendEvents = (
  connection: Connection,
  events: readonly NewEvent[],
  now: Instant,
): readonly StoredEvent[] => {
  const { segments, heads, stored } = append(events, headIn(connection), now);
  writeShapes(connection, rowsOfShapes(segments));
  writeSegments(connection, segments.map(rowOfSegment));
  writeHeads(
    connection,
    [...heads].map(([tenantId, head]) => rowOfHead(tenantId, head)),
  );
  return stored;
};
