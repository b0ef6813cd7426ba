import type { Account } from '../../accounts/account';
import type { Quote } from '../../rates/quote';
import type { PinnedRate } from '../../rates/rate';
import type { ApiKey, Tenant } from '../../tenancy/tenancy';
import { toMinor } from '../../money';
import type { Anomaly, ProjectedChanges, StoredFlow } from '../records';
import type { Connection } from './driver';
import { compact, packed } from './ids.codec';
import { writeEntries } from './ledger.writer';
import { deleteFrom, insertInto, insertNewInto, upsertInto } from './statements';

const UPSERT_TENANT = upsertInto(
  'tenants',
  ['id'],
  'name',
  'created_at',
  'spread_basis_points',
  'rounding',
);
const UPSERT_ACCOUNT = upsertInto(
  'accounts',
  ['tenant', 'id'],
  'currency',
  'status',
  'name',
  'reference',
  'posted',
  'held',
  'overdraft',
  'flows_under_way',
  'version',
  'limits',
  'usage',
  'metadata',
  'created_at',
  'updated_at',
);
const UPDATE_BALANCE = `update accounts
  set posted = ?, held = ?, flows_under_way = ?, usage = ?, updated_at = ?
  where tenant = ? and id = ? and version = ?`;
const INSERT_NEW_FLOW =
  insertInto('flows', 'tenant', 'id', 'status', 'payment', 'sequence', 'state') +
  ' on conflict (tenant, id) do nothing';
const UPDATE_FLOW =
  'update flows set status = ?, payment = ?, sequence = ?, state = ? where tenant = ? and id = ?';
const INSERT_FLOW_ACCOUNT = insertNewInto('flow_accounts', 'tenant', 'account', 'flow');
const UPSERT_KEY = upsertInto(
  'keys',
  ['tenant', 'id'],
  'name',
  'role',
  'hash',
  'created_at',
  'revoked_at',
);
const UPSERT_RATE = upsertInto(
  'pinned_rates',
  ['tenant', 'base', 'quote'],
  'value',
  'inverse',
  'as_of',
);
const DELETE_RATE = deleteFrom('pinned_rates', 'tenant', 'base', 'quote');
const UPSERT_QUOTE = upsertInto(
  'quotes',
  ['tenant', 'id'],
  'amount',
  'currency',
  'target',
  'rate',
  'spread_basis_points',
  'created_at',
  'expires_at',
  'used_by',
);
const UPSERT_ANOMALY = upsertInto(
  'anomalies',
  ['tenant', 'id'],
  'reason',
  'provider',
  'payment',
  'flow',
  'detail',
  'created_at',
);

const writeTenant = (connection: Connection, tenant: Tenant): void => {
  connection
    .prepare(UPSERT_TENANT)
    .run([
      packed(tenant.id),
      tenant.name,
      tenant.createdAt,
      tenant.settings.spreadBasisPoints,
      tenant.settings.rounding,
    ]);
};

/**
 * Most turns move balances only. The version changes with every setting, so that a row of the
 * same version has the same ones, and a fraction of it needs to be written.
 */
const updateBalance = (connection: Connection, account: Account): boolean =>
  connection
    .prepare(UPDATE_BALANCE)
    .run([
      toMinor(account.posted),
      toMinor(account.held),
      account.flowsUnderWay,
      JSON.stringify(account.usage),
      account.updatedAt,
      packed(account.tenantId),
      packed(account.id),
      account.version,
    ]) === 1;

const writeAccount = (connection: Connection, account: Account): void => {
  if (updateBalance(connection, account)) return;
  connection
    .prepare(UPSERT_ACCOUNT)
    .run([
      packed(account.tenantId),
      packed(account.id),
      account.currency,
      account.status,
      account.name,
      account.reference,
      toMinor(account.posted),
      toMinor(account.held),
      toMinor(account.overdraft),
      account.flowsUnderWay,
      account.version,
      JSON.stringify(account.limits),
      JSON.stringify(account.usage),
      JSON.stringify(account.metadata),
      account.createdAt,
      account.updatedAt,
    ]);
};

/** The accounts that a flow touches are known when it begins, and never change. */
const writeFlow = (connection: Connection, { state, sequence }: StoredFlow): void => {
  const tenant = packed(state.tenantId);
  const id = packed(state.id);
  const payment = state.paymentId && packed(state.paymentId);
  const rest = [state.status, payment, sequence, JSON.stringify(state)];
  if (connection.prepare(INSERT_NEW_FLOW).run([tenant, id, ...rest]) === 0) {
    connection.prepare(UPDATE_FLOW).run([...rest, tenant, id]);
    return;
  }
  for (const account of state.accountIds) {
    connection.prepare(INSERT_FLOW_ACCOUNT).run([tenant, packed(account), id]);
  }
};

const writeKey = (connection: Connection, key: ApiKey): void => {
  connection
    .prepare(UPSERT_KEY)
    .run([
      packed(key.tenantId),
      packed(key.id),
      key.name,
      key.role,
      key.hash,
      key.createdAt,
      key.revokedAt,
    ]);
};

const writeRate = (connection: Connection, rate: PinnedRate): void => {
  connection
    .prepare(UPSERT_RATE)
    .run([packed(rate.tenantId), rate.base, rate.quote, rate.value, rate.inverse, rate.asOf]);
};

const deleteRate = (
  connection: Connection,
  { tenantId, base, quote }: ProjectedChanges['unpinnedRates'][number],
): void => {
  connection.prepare(DELETE_RATE).run([packed(tenantId), base, quote]);
};

const writeQuote = (connection: Connection, quote: Quote): void => {
  connection
    .prepare(UPSERT_QUOTE)
    .run([
      packed(quote.tenantId),
      packed(quote.id),
      toMinor(quote.from),
      quote.from.currency,
      quote.to,
      JSON.stringify(quote.rate),
      quote.spreadBasisPoints,
      quote.createdAt,
      quote.expiresAt,
      quote.usedBy && packed(quote.usedBy),
    ]);
};

const writeAnomaly = (connection: Connection, anomaly: Anomaly): void => {
  connection
    .prepare(UPSERT_ANOMALY)
    .run([
      packed(anomaly.tenantId),
      packed(anomaly.id),
      anomaly.reason,
      anomaly.provider,
      compact(anomaly.paymentId),
      anomaly.flowId && packed(anomaly.flowId),
      anomaly.detail,
      anomaly.createdAt,
    ]);
};

/**
 * Writes what can be rebuilt from the log, within the caller's transaction. Rates are unpinned
 * first: a pair that was unpinned and pinned again in one turn is pinned.
 */
export const writeProjections = (connection: Connection, changes: ProjectedChanges): void => {
  for (const tenant of changes.tenants) writeTenant(connection, tenant);
  for (const account of changes.accounts) writeAccount(connection, account);
  for (const flow of changes.flows) writeFlow(connection, flow);
  writeEntries(connection, changes.entries);
  for (const key of changes.keys) writeKey(connection, key);
  for (const pair of changes.unpinnedRates) deleteRate(connection, pair);
  for (const rate of changes.pinnedRates) writeRate(connection, rate);
  for (const quote of changes.quotes) writeQuote(connection, quote);
  for (const anomaly of changes.anomalies) writeAnomaly(connection, anomaly);
};
