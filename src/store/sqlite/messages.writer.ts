import type { AnsweredRequest, Changes, DeadLetter, Task } from '../records';
import type { Connection } from './driver';
import { compact, packed } from './ids.codec';
import { deleteFrom, insertInto, upsertInto } from './statements';

const INSERT_REQUEST = insertInto(
  'requests',
  'tenant',
  'scope',
  'key',
  'body_hash',
  'status',
  'body',
  'location',
  'answered_at',
);
const INSERT_TASK = insertInto(
  'outbox',
  'tenant',
  'id',
  'type',
  'stream_kind',
  'stream',
  'causation',
  'data',
  'attempts',
  'due_at',
  'leased_by',
  'leased_until',
);
/** What never changes in a task is left alone; one that is done already stays done. */
const UPDATE_TASK = `update outbox
  set data = ?, attempts = ?, due_at = ?, leased_by = ?, leased_until = ?
  where tenant = ? and id = ?`;
const DELETE_TASK = deleteFrom('outbox', 'tenant', 'id');
const APPLY_WEBHOOK = 'update webhooks set applied = 1 where tenant = ? and id = ?';
const UPSERT_DEAD_LETTER = upsertInto(
  'dead_letters',
  ['tenant', 'id'],
  'status',
  'stream_kind',
  'stream',
  'type',
  'data',
  'causation',
  'request_scope',
  'request_key',
  'request_body_hash',
  'error',
  'attempts',
  'created_at',
  'updated_at',
);

/** The first answer wins: a second one to the same key is refused by the table's key. */
const insertRequest = (connection: Connection, request: AnsweredRequest): void => {
  connection
    .prepare(INSERT_REQUEST)
    .run([
      packed(request.tenantId),
      request.scope,
      request.key,
      request.bodyHash,
      request.status,
      request.body,
      request.location,
      request.answeredAt,
    ]);
};

const insertTask = (connection: Connection, task: Task): void => {
  connection
    .prepare(INSERT_TASK)
    .run([
      packed(task.tenantId),
      packed(task.id),
      task.type,
      task.stream.kind,
      packed(task.stream.id),
      compact(task.causationId),
      task.data,
      task.attempts,
      task.dueAt,
      task.leasedBy,
      task.leasedUntil,
    ]);
};

const updateTask = (connection: Connection, task: Task): void => {
  connection
    .prepare(UPDATE_TASK)
    .run([
      task.data,
      task.attempts,
      task.dueAt,
      task.leasedBy,
      task.leasedUntil,
      packed(task.tenantId),
      packed(task.id),
    ]);
};

const upsertDeadLetter = (connection: Connection, letter: DeadLetter): void => {
  connection
    .prepare(UPSERT_DEAD_LETTER)
    .run([
      packed(letter.tenantId),
      packed(letter.id),
      letter.status,
      letter.stream.kind,
      packed(letter.stream.id),
      letter.type,
      letter.data,
      compact(letter.causationId),
      letter.request?.scope ?? null,
      letter.request?.key ?? null,
      letter.request?.bodyHash ?? null,
      letter.error,
      letter.attempts,
      letter.createdAt,
      letter.updatedAt,
    ]);
};

/** Writes what belongs to messages and not to the log, within the caller's transaction. */
export const writeMessages = (connection: Connection, changes: Changes): void => {
  for (const request of changes.answeredRequests) insertRequest(connection, request);
  for (const task of changes.newTasks) insertTask(connection, task);
  for (const task of changes.changedTasks) updateTask(connection, task);
  for (const { tenantId, id } of changes.doneTasks) {
    connection.prepare(DELETE_TASK).run([packed(tenantId), packed(id)]);
  }
  for (const { tenantId, id } of changes.appliedWebhooks) {
    connection.prepare(APPLY_WEBHOOK).run([packed(tenantId), packed(id)]);
  }
  for (const letter of changes.deadLetters) upsertDeadLetter(connection, letter);
};
