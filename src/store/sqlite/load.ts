import { learnExponents } from '../../money';
import type { DeadLetter, Loaded, Named, TaskName, Wanted } from '../records';
import type { Connection } from './driver';
import { packed, packedIfId } from '../sql/ids.codec';
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
import { selectFrom } from '../sql/statements';
import { streamsToCount } from '../sql/streams-to-count';
import type {
  AccountRow,
  DeadLetterRow,
  ExponentRow,
  FlowRow,
  KeyRow,
  PinnedRateRow,
  QuoteRow,
  RequestRow,
  TaskRow,
  TenantRow,
} from '../sql/tables';
import { keyOfTask } from '../sql/to-rows';

const ACCOUNT = selectFrom('accounts', 'tenant', 'id');
const FLOW = 'select state, sequence from flows where tenant = ? and id = ?';
const REFERENCE = 'select 1 from accounts where tenant = ? and reference = ?';
const REQUEST = selectFrom('requests', 'tenant', 'scope', 'key');
const KEY = selectFrom('keys', 'tenant', 'id');
const QUOTE = selectFrom('quotes', 'tenant', 'id');
const TENANT = selectFrom('tenants', 'id');
const EXPONENT = selectFrom('exponents', 'code');
const TASK = 'select 1 from outbox where tenant = ? and stream = ? and id = ?';
const TASKS_OF = `${selectFrom('outbox', 'tenant', 'stream')} order by id`;
const WEBHOOK = 'select 1 from webhooks where tenant = ? and id = ? and applied = 0';
const DEAD_LETTER = selectFrom('dead_letters', 'tenant', 'id');
const PARKED = `${selectFrom('dead_letters', 'tenant', 'request_scope', 'request_key')} and status = 'parked' order by id`;
const ANY_PARKED = `select 1 from dead_letters indexed by dead_letters_by_request
  where status = 'parked' limit 1`;
const SEQUENCE = `select sequence + size - 1 as sequence from segments
  where tenant = ? and stream = ? order by sequence desc limit 1`;
const PINNED = `${selectFrom('pinned_rates', 'tenant')} order by base, quote`;

/** The row of each by tenant and id; an id that has not the shape of one finds nothing. */
const rowsNamed = <R>(
  connection: Connection,
  sql: string,
  wanted: readonly Named[],
): readonly R[] => {
  const statement = connection.prepare<R>(sql);
  return wanted.flatMap(({ tenantId, id }) => {
    const key = packedIfId(id);
    return (key && statement.get([packed(tenantId), key])) ?? [];
  });
};

/** Those of the wanted that a query finds at all. */
const present = <W extends Named>(
  connection: Connection,
  sql: string,
  wanted: readonly W[],
): readonly W[] => wanted.filter((one) => rowsNamed(connection, sql, [one]).length > 0);

const isOpen = (connection: Connection, task: TaskName): boolean =>
  connection.prepare(TASK).get(Object.values(keyOfTask(task))) !== undefined;

const tasksOf = (connection: Connection, wanted: Wanted['tasksOf']): Loaded['tasksOf'] =>
  wanted.map(({ tenantId, id }) => ({
    tenantId,
    id,
    tasks: connection
      .prepare<TaskRow>(TASKS_OF)
      .all([packed(tenantId), packed(id)])
      .map(taskOf),
  }));

const sequencesOf = (connection: Connection, wanted: Wanted['streams']): Loaded['streams'] =>
  wanted.flatMap((stream) => {
    const [row] = rowsNamed<{ readonly sequence: bigint }>(connection, SEQUENCE, [stream]);
    return row ? [{ ...stream, sequence: Number(row.sequence) }] : [];
  });

const flowsOf = (connection: Connection, wanted: Wanted['flows']): Loaded['flows'] =>
  rowsNamed<Pick<FlowRow, 'state' | 'sequence'>>(connection, FLOW, wanted).map((row) => ({
    state: flowStateOf(row),
    sequence: Number(row.sequence),
  }));

const takenReferences = (
  connection: Connection,
  wanted: Wanted['references'],
): Loaded['references'] =>
  wanted.filter(({ tenantId, reference }) =>
    connection.prepare(REFERENCE).get([packed(tenantId), reference]),
  );

const requestsOf = (connection: Connection, wanted: Wanted['requests']): Loaded['requests'] =>
  wanted.flatMap(({ tenantId, scope, key }) => {
    const row = connection.prepare<RequestRow>(REQUEST).get([packed(tenantId), scope, key]);
    return row ? [requestOf(row)] : [];
  });

/** Nearly always nothing is parked at all, and one look tells it for all requests of a turn. */
const parkedOf = (connection: Connection, wanted: Wanted['requests']): readonly DeadLetter[] => {
  if (wanted.length === 0 || !connection.prepare(ANY_PARKED).get([])) return [];
  return wanted.flatMap(({ tenantId, scope, key }) =>
    connection
      .prepare<DeadLetterRow>(PARKED)
      .all([packed(tenantId), scope, key])
      .map(deadLetterOf),
  );
};

const pinnedOf = (connection: Connection, wanted: Wanted['tenants']): Loaded['pinnedRates'] =>
  wanted.flatMap((tenantId) =>
    connection
      .prepare<PinnedRateRow>(PINNED)
      .all([packed(tenantId)])
      .map(pinnedRateOf),
  );

const tenantsOf = (connection: Connection, wanted: Wanted['tenants']): Loaded['tenants'] =>
  wanted.flatMap((id) =>
    connection
      .prepare<TenantRow>(TENANT)
      .all([packed(id)])
      .map(tenantOf),
  );

const exponentsOf = (connection: Connection, wanted: Wanted['currencies']): Loaded['exponents'] =>
  wanted.flatMap(({ code }) =>
    connection.prepare<ExponentRow>(EXPONENT).all([code]).map(exponentIn),
  );

/** Reads what a turn wants to see, by key. */
export const load = (connection: Connection, wanted: Wanted): Loaded => {
  const tenants = tenantsOf(connection, wanted.tenants);
  // Before any amount is read: it may be in a currency that was added since.
  learnExponents(tenants.flatMap(({ currencies }) => currencies));
  return { tenants, ...loadBesides(connection, wanted) };
};

const loadBesides = (connection: Connection, wanted: Wanted): Omit<Loaded, 'tenants'> => ({
  accounts: rowsNamed<AccountRow>(connection, ACCOUNT, wanted.accounts).map(accountOf),
  flows: flowsOf(connection, wanted.flows),
  references: takenReferences(connection, wanted.references),
  requests: requestsOf(connection, wanted.requests),
  openTasks: wanted.tasks.filter((task) => isOpen(connection, task)).map(({ id }) => id),
  tasksOf: tasksOf(connection, wanted.tasksOf),
  openWebhooks: present(connection, WEBHOOK, wanted.webhooks).map(({ id }) => id),
  deadLetters: rowsNamed<DeadLetterRow>(connection, DEAD_LETTER, wanted.deadLetters).map(
    deadLetterOf,
  ),
  parkedRequests: parkedOf(connection, wanted.requests),
  streams: sequencesOf(connection, streamsToCount(wanted)),
  pinnedRates: pinnedOf(connection, wanted.tenants),
  keys: rowsNamed<KeyRow>(connection, KEY, wanted.keys).map(keyOf),
  quotes: rowsNamed<QuoteRow>(connection, QUOTE, wanted.quotes).map(quoteOf),
  exponents: exponentsOf(connection, wanted.currencies),
});
