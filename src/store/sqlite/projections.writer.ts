import type { Account } from '../../accounts/account';
import { toMinor } from '../../money';
import type { ProjectedChanges } from '../records';
import type { CommitTimes } from '../sql/commit-times';
import { packed } from '../sql/ids.codec';
import { deleteFrom } from '../sql/statements';
import {
  rowOfAccount,
  rowOfAnomaly,
  rowOfFlow,
  rowOfKey,
  rowOfPinnedRate,
  rowOfQuote,
  rowOfTenant,
  rowsOfExponents,
  rowsOfFlowAccounts,
  type NewRow,
} from '../sql/to-rows';
import { timesInLog, writeBalances } from './balances.writer';
import { insertNew, upsertAll } from './bulk';
import type { Connection } from './driver';
import { writeEntries } from './ledger.writer';

const writeTenants = upsertAll('tenants', 'id');
const writeAccounts = upsertAll('accounts', 'tenant', 'id');
const writeFlows = upsertAll('flows', 'tenant', 'id');
const writeFlowAccounts = insertNew('flow_accounts', 'tenant', 'account', 'flow');
const writeKeys = upsertAll('keys', 'tenant', 'id');
const writeRates = upsertAll('pinned_rates', 'tenant', 'base', 'quote');
const writeQuotes = upsertAll('quotes', 'tenant', 'id');
const writeAnomalies = upsertAll('anomalies', 'tenant', 'id');
const UPDATE_BALANCE = `update accounts
  set posted = ?, held = ?, flows_under_way = ?, usage = ?, updated_at = ?
  where tenant = ? and id = ? and version = ?`;
const DELETE_RATE = deleteFrom('pinned_rates', 'tenant', 'base', 'quote');

const FIX_EXPONENT = `insert into exponents (code, exponent) select ?1, ?2
  where not exists (select 1 from exponents where code = ?1 and exponent = ?2)`;

/** A code that has another exponent is refused by its key. */
const writeExponents = (connection: Connection, rows: readonly NewRow<'exponents'>[]): void => {
  for (const { code, exponent } of rows) {
    connection.prepare(FIX_EXPONENT).run([code, exponent]);
  }
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

const deleteRate = (
  connection: Connection,
  { tenantId, base, quote }: ProjectedChanges['unpinnedRates'][number],
): void => {
  connection.prepare(DELETE_RATE).run([packed(tenantId), base, quote]);
};

/**
 * Writes what can be rebuilt from the log, within the caller's transaction. Rates are unpinned
 * first: a pair that was unpinned and pinned again in one turn is pinned.
 */
export const writeProjections = (
  connection: Connection,
  changes: ProjectedChanges,
  times: CommitTimes = timesInLog(connection),
): void => {
  writeTenants(connection, changes.tenants.map(rowOfTenant));
  writeExponents(connection, rowsOfExponents(changes.tenants));
  const changed = changes.accounts.filter((account) => !updateBalance(connection, account));
  writeAccounts(connection, changed.map(rowOfAccount));
  writeFlows(connection, changes.flows.map(rowOfFlow));
  writeFlowAccounts(connection, changes.flows.flatMap(rowsOfFlowAccounts));
  writeEntries(connection, changes.entries);
  writeBalances(connection, changes.leftBalances, times);
  writeKeys(connection, changes.keys.map(rowOfKey));
  for (const pair of changes.unpinnedRates) deleteRate(connection, pair);
  writeRates(connection, changes.pinnedRates.map(rowOfPinnedRate));
  writeQuotes(connection, changes.quotes.map(rowOfQuote));
  writeAnomalies(connection, changes.anomalies.map(rowOfAnomaly));
};
