import { type Instant, instantOf } from '../../kernel/clock';
import type { TenantId } from '../../kernel/ids';
import { chainedHash, GENESIS } from '../chain';
import type { NewEvent, StoredEvent } from '../records';
import type { Head } from '../store.port';
import type { Connection } from './driver';
import { compact, hexOf, packed } from './ids.codec';
import { insertInto, selectFrom, upsertInto } from './statements';
import type { HeadRow } from './tables';

const HEAD = selectFrom('heads', 'tenant');
const SET_HEAD = upsertInto('heads', ['tenant'], 'position', 'hash', 'committed_at');
const INSERT_EVENT = insertInto(
  'events',
  'tenant',
  'position',
  'committed_at',
  'id',
  'type',
  'stream_kind',
  'stream',
  'sequence',
  'occurred_at',
  'causation',
  'data',
  'hash',
);

export const headOf = (connection: Connection, tenantId: TenantId): Head => {
  const row = connection.prepare<HeadRow>(HEAD).get([packed(tenantId)]);
  return row
    ? { position: Number(row.position), hash: hexOf(row.hash), at: row.committed_at }
    : { position: 0, hash: GENESIS, at: instantOf(0) };
};

const insertEvent = (connection: Connection, event: StoredEvent): void => {
  connection
    .prepare(INSERT_EVENT)
    .run([
      packed(event.tenantId),
      event.position,
      event.committedAt,
      packed(event.id),
      event.type,
      event.stream.kind,
      packed(event.stream.id),
      event.sequence,
      event.occurredAt,
      compact(event.causationId),
      event.data,
      Buffer.from(event.hash, 'hex'),
    ]);
};

const setHead = (
  connection: Connection,
  tenantId: TenantId,
  { position, hash, at }: Head,
): void => {
  connection.prepare(SET_HEAD).run([packed(tenantId), position, Buffer.from(hash, 'hex'), at]);
};

const chained = (event: NewEvent, head: Head, now: Instant): StoredEvent => {
  const position = head.position + 1;
  const committedAt = now > head.at ? now : head.at;
  const hash = chainedHash(head.hash, event, position, committedAt);
  return { ...event, position, committedAt, hash };
};

/**
 * Appends to the logs within the caller's transaction. The heads are read here and not before,
 * since another process may have appended; a clock that was set back moves no committed time back.
 */
export const appendEvents = (
  connection: Connection,
  events: readonly NewEvent[],
  now: Instant,
): readonly StoredEvent[] => {
  const heads = new Map<TenantId, Head>();
  const stored = events.map((event) => {
    const { tenantId } = event;
    const appended = chained(event, heads.get(tenantId) ?? headOf(connection, tenantId), now);
    insertEvent(connection, appended);
    const { position, hash, committedAt } = appended;
    heads.set(tenantId, { position, hash, at: committedAt });
    return appended;
  });
  for (const [tenantId, head] of heads) setHead(connection, tenantId, head);
  return stored;
};
