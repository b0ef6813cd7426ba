import type { TaskId, TenantId, WebhookId } from '../../kernel/ids';
import { learnExponents } from '../../money';
import type { Loaded, Named, Task, Wanted } from '../records';
import { packed, packedIfId, unpacked } from '../sql/ids.codec';
import { keyOfTask } from '../sql/to-rows';
import {
  accountOf,
  deadLetterOf,
  exponentIn,
  flowStateOf,
  keyOf,
  pinnedRateOf,
  quoteOf,
  requestOf,
  taskOf,
  tenantOf,
} from '../sql/rows';
import { streamsToCount } from '../sql/streams-to-count';
import type { DeadLetterRow, PinnedRateRow } from '../sql/tables';
import { bulk, lockAll, selectAll } from './bulk';
import type { Transaction } from './transaction';

interface SequenceRow {
  readonly tenant: Uint8Array;
  readonly id: Uint8Array;
  readonly sequence: bigint | null;
}

const ACCOUNTS = lockAll('accounts', 'tenant', 'id');
const FLOWS = lockAll('flows', 'tenant', 'id');
const QUOTES = lockAll('quotes', 'tenant', 'id');
const KEYS = lockAll('keys', 'tenant', 'id');
const TASKS = lockAll('outbox', 'tenant', 'stream', 'id');
/** Whoever claims tasks passes over these until the turn has ended. */
const TASKS_OF = lockAll('outbox', 'tenant', 'stream');
const WEBHOOKS = lockAll('webhooks', 'tenant', 'id');
const DEAD_LETTERS = lockAll('dead_letters', 'tenant', 'id');
const REQUESTS = selectAll('requests', 'tenant', 'scope', 'key');
const REFERENCES = selectAll('accounts', 'tenant', 'reference');
const TENANTS = selectAll('tenants', 'id');
const EXPONENTS = selectAll('exponents', 'code');
const PARKED = bulk<'requests', 'tenant' | 'scope' | 'key', DeadLetterRow>(
  'requests',
  ['tenant', 'scope', 'key'],
  (given) => `select d.* from dead_letters d join ${given} on d.tenant = given.tenant
    and d.request_scope = given.scope and d.request_key = given.key
    where d.status = 'parked' order by d.tenant, d.id for update of d`,
);
const PINNED = bulk<'tenants', 'id', PinnedRateRow>(
  'tenants',
  ['id'],
  (given) => `select pinned_rates.* from pinned_rates join ${given} on tenant = given.id
    order by tenant, base, quote`,
);
const SEQUENCES = bulk<'flows', 'tenant' | 'id', SequenceRow>(
  'flows',
  ['tenant', 'id'],
  (given) => `select given.tenant, given.id, (select s.sequence + s.size - 1 from segments s
    where s.tenant = given.tenant and s.stream = given.id
    order by s.sequence desc limit 1) as sequence from ${given}`,
);

/** Keys of rows; an id that has not the shape of one finds nothing. */
const keysOf = (wanted: readonly Named[]) =>
  wanted.flatMap(({ tenantId, id }) => {
    const key = packedIfId(id);
    return key ? [{ tenant: packed(tenantId), id: key }] : [];
  });

const streamKeysOf = (wanted: readonly Named[]) =>
  keysOf(wanted).map(({ tenant, id }) => ({ tenant, stream: id }));

/** One for each stream that was asked for, its tasks in the order of their ids. */
const tasksOfEach = (wanted: Wanted['tasksOf'], tasks: readonly Task[]): Loaded['tasksOf'] =>
  wanted.map(({ tenantId, id }) => ({
    tenantId,
    id,
    tasks: tasks
      .filter((task) => task.tenantId === tenantId && task.stream.id === id)
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
  }));

const sequencesOf = (rows: readonly SequenceRow[]): Loaded['streams'] =>
  rows.flatMap(({ tenant, id, sequence }) =>
    sequence === null
      ? []
      : [{ tenantId: unpacked(tenant), id: unpacked(id), sequence: Number(sequence) }],
  );

/**
 * Reads what a turn wants to see, and locks what it may change until the transaction ends: in one
 * order on every instance, so that no two wait for each other. The accounts come first, where
 * turns meet most; every later statement sees what was committed while an earlier one waited.
 * All of it is sent at once, and comes back in one round trip.
 */
export const load = async (transaction: Transaction, wanted: Wanted): Promise<Loaded> => {
  const requests = wanted.requests.map((one) => ({ ...one, tenant: packed(one.tenantId) }));
  const tenants = wanted.tenants.map((tenantId) => ({ id: packed(tenantId) }));
  const references = wanted.references.map(({ tenantId, reference }) => ({
    tenant: packed(tenantId),
    reference,
  }));
  const [accounts, flows, quotes, keys, tasks, tasksOf, webhooks, letters, parked, ...seen] =
    await Promise.all([
      transaction.rows(ACCOUNTS, keysOf(wanted.accounts)),
      transaction.rows(FLOWS, keysOf(wanted.flows)),
      transaction.rows(QUOTES, keysOf(wanted.quotes)),
      transaction.rows(KEYS, keysOf(wanted.keys)),
      transaction.rows(TASKS, wanted.tasks.map(keyOfTask)),
      transaction.rows(TASKS_OF, streamKeysOf(wanted.tasksOf)),
      transaction.rows(WEBHOOKS, keysOf(wanted.webhooks)),
      transaction.rows(DEAD_LETTERS, keysOf(wanted.deadLetters)),
      transaction.rows(PARKED, requests),
      transaction.rows(TENANTS, tenants),
      transaction.rows(PINNED, tenants),
      transaction.rows(REQUESTS, requests),
      transaction.rows(REFERENCES, references),
      transaction.rows(SEQUENCES, keysOf(streamsToCount(wanted))),
      transaction.rows(EXPONENTS, wanted.currencies),
    ]);
  const [tenantRows, pinned, answered, taken, sequences, exponents] = seen;
  const loadedTenants = tenantRows.map(tenantOf);
  // Before any amount is read: it may be in a currency that was added since.
  learnExponents(loadedTenants.flatMap(({ currencies }) => currencies));
  return {
    accounts: accounts.map(accountOf),
    flows: flows.map((row) => ({ state: flowStateOf(row), sequence: Number(row.sequence) })),
    quotes: quotes.map(quoteOf),
    keys: keys.map(keyOf),
    tasksOf: tasksOfEach(wanted.tasksOf, tasksOf.map(taskOf)),
    openTasks: tasks.map(({ id }) => unpacked<TaskId>(id)),
    openWebhooks: webhooks.flatMap(({ id, applied }) => (applied ? [] : [unpacked<WebhookId>(id)])),
    deadLetters: letters.map(deadLetterOf),
    parkedRequests: parked.map(deadLetterOf),
    tenants: loadedTenants,
    pinnedRates: pinned.map(pinnedRateOf),
    requests: answered.map(requestOf),
    references: taken.map(({ tenant, reference }) => ({
      tenantId: unpacked<TenantId>(tenant),
      reference: reference ?? '',
    })),
    streams: sequencesOf(sequences),
    exponents: exponents.map(exponentIn),
  };
};
