import type { Changes, Named, PostponedTask } from '../records';
import { packed } from '../sql/ids.codec';
import { keyOfTask, rowOfDeadLetter, rowOfRequest, rowOfTask } from '../sql/to-rows';
import { bulk, deleteAll, insertAll, upsertAll } from './bulk';
import type { Transaction } from './transaction';

/** The first answer wins: a second one to the same key is refused by the table's key. */
const REQUESTS = insertAll('requests');
const TASKS = insertAll('outbox');
/** One that is done already stays done, and one that another has taken over stays with it. */
const POSTPONED = bulk(
  'outbox',
  ['tenant', 'stream', 'id', 'leased_by', 'attempts', 'due_at', 'waits_since'],
  (given) => `update outbox set attempts = given.attempts, due_at = given.due_at,
      leased_by = null, leased_until = 0, waits_since = given.waits_since
    from ${given} where outbox.tenant = given.tenant and outbox.stream = given.stream
      and outbox.id = given.id and outbox.leased_by = given.leased_by`,
);
const DONE_TASKS = deleteAll('outbox', 'tenant', 'stream', 'id');
const STOPPED = bulk(
  'outbox',
  ['tenant', 'stream'],
  (given) => `delete from outbox using ${given} where outbox.tenant = given.tenant
    and outbox.stream = given.stream and outbox.waits_since is not null`,
);
const APPLIED = bulk(
  'webhooks',
  ['tenant', 'id'],
  (given) => `update webhooks set applied = true from ${given}
    where webhooks.tenant = given.tenant and webhooks.id = given.id`,
);
const DEAD_LETTERS = upsertAll('dead_letters', 'tenant', 'id');

const keyOf = ({ tenantId, id }: Named) => ({ tenant: packed(tenantId), id: packed(id) });

const rowOfPostponed = (task: PostponedTask) => ({
  ...keyOfTask(task),
  leased_by: task.leasedBy,
  attempts: task.attempts,
  due_at: task.dueAt,
  waits_since: task.waitsSince,
});

/** Writes what belongs to messages and not to the log. */
export const writeMessages = (transaction: Transaction, changes: Changes): void => {
  transaction.write(REQUESTS, changes.answeredRequests.map(rowOfRequest));
  transaction.write(TASKS, changes.newTasks.map(rowOfTask));
  transaction.write(POSTPONED, changes.postponedTasks.map(rowOfPostponed));
  transaction.write(DONE_TASKS, changes.doneTasks.map(keyOfTask));
  transaction.write(
    STOPPED,
    changes.stoppedStreams.map(({ tenantId, id }) => ({
      tenant: packed(tenantId),
      stream: packed(id),
    })),
  );
  transaction.write(APPLIED, changes.appliedWebhooks.map(keyOf));
  transaction.write(DEAD_LETTERS, changes.deadLetters.map(rowOfDeadLetter));
};
