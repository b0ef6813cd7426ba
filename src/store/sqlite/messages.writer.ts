import type { Changes, PostponedTask } from '../records';
import { packed } from '../sql/ids.codec';
import { deleteFrom } from '../sql/statements';
import { keyOfTask, rowOfDeadLetter, rowOfRequest, rowOfTask } from '../sql/to-rows';
import { insertAll, upsertAll } from './bulk';
import type { Connection } from './driver';

/** The first answer wins: a second one to the same key is refused by the table's key. */
const insertRequests = insertAll('requests');
const insertTasks = insertAll('outbox');
/** One that is done already stays done, and one that another has taken over stays with it. */
const POSTPONE_TASK = `update outbox
  set attempts = ?, due_at = ?, leased_by = null, leased_until = 0, waits_since = ?
  where tenant = ? and stream = ? and id = ? and leased_by = ?`;
const DELETE_TASK = deleteFrom('outbox', 'tenant', 'stream', 'id');
/** With the task that the stop came by, if it came by one: most do, and it is one statement. */
const STOP_STREAM = `${deleteFrom('outbox', 'tenant', 'stream')}
  and (waits_since is not null or id = ?)`;
const APPLY_WEBHOOK = 'update webhooks set applied = 1 where tenant = ? and id = ?';
const writeDeadLetters = upsertAll('dead_letters', 'tenant', 'id');

const postponeTask = (connection: Connection, task: PostponedTask): void => {
  connection
    .prepare(POSTPONE_TASK)
    .run([
      task.attempts,
      task.dueAt,
      task.waitsSince,
      ...Object.values(keyOfTask(task)),
      task.leasedBy,
    ]);
};

const deleteTasks = (connection: Connection, { doneTasks, stoppedStreams }: Changes): void => {
  const done = new Map(doneTasks.map((task) => [`${task.tenantId} ${task.stream.id}`, task]));
  const left = new Set(doneTasks);
  for (const { tenantId, id } of stoppedStreams) {
    const last = done.get(`${tenantId} ${id}`);
    if (last) left.delete(last);
    const lastId = last ? packed(last.id) : null;
    connection.prepare(STOP_STREAM).run([packed(tenantId), packed(id), lastId]);
  }
  for (const task of left) connection.prepare(DELETE_TASK).run(Object.values(keyOfTask(task)));
};

/** Writes what belongs to messages and not to the log, within the caller's transaction. */
export const writeMessages = (connection: Connection, changes: Changes): void => {
  insertRequests(connection, changes.answeredRequests.map(rowOfRequest));
  insertTasks(connection, changes.newTasks.map(rowOfTask));
  for (const task of changes.postponedTasks) postponeTask(connection, task);
  deleteTasks(connection, changes);
  for (const { tenantId, id } of changes.appliedWebhooks) {
    connection.prepare(APPLY_WEBHOOK).run([packed(tenantId), packed(id)]);
  }
  writeDeadLetters(connection, changes.deadLetters.map(rowOfDeadLetter));
};
