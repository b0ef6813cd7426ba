import type { Loaded, ProjectedChanges } from '../records';
import { packed } from '../sql/ids.codec';
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
} from '../sql/to-rows';
import { bulk, deleteAll, insertNew, updateAll, upsertAll } from './bulk';
import type { Transaction } from './transaction';

const TENANTS = upsertAll('tenants', 'id');
/** A code that has another exponent is refused by its key: what was loaded is stale then. */
const EXPONENTS = bulk<'exponents', 'code' | 'exponent'>(
  'exponents',
  ['code', 'exponent'],
  (given) => `insert into exponents (code, exponent) select code, exponent from ${given}
    where not exists (select 1 from exponents e
      where e.code = given.code and e.exponent = given.exponent) order by code`,
);
const ACCOUNTS = upsertAll('accounts', 'tenant', 'id');
const BALANCES = updateAll(
  'accounts',
  ['tenant', 'id'],
  'posted',
  'held',
  'flows_under_way',
  'usage',
  'updated_at',
);
const FLOWS = upsertAll('flows', 'tenant', 'id');
const FLOWS_ON = updateAll('flows', ['tenant', 'id'], 'status', 'payment', 'sequence', 'state');
const FLOW_ACCOUNTS = insertNew('flow_accounts');
const KEYS = upsertAll('keys', 'tenant', 'id');
const PINNED = upsertAll('pinned_rates', 'tenant', 'base', 'quote');
const UNPINNED = deleteAll('pinned_rates', 'tenant', 'base', 'quote');
const QUOTES = upsertAll('quotes', 'tenant', 'id');
const ANOMALIES = upsertAll('anomalies', 'tenant', 'id');

/** What the transaction has loaded, and so locked: it is there, and as it was. */
export type Known = Pick<Loaded, 'accounts' | 'flows'>;

/**
 * Most turns move balances only. The version changes with every setting, so that a row of the
 * same version has the same ones, and a fraction of it needs to be written.
 */
const writeAccounts = (
  transaction: Transaction,
  accounts: ProjectedChanges['accounts'],
  known: Known,
): void => {
  const versions = new Map(known.accounts.map(({ id, version }) => [id, version]));
  const rows = accounts.map((account) => ({
    row: rowOfAccount(account),
    isMoved: versions.get(account.id) === account.version,
  }));
  const moved = rows.filter(({ isMoved }) => isMoved);
  const others = rows.filter(({ isMoved }) => !isMoved);
  transaction.write(
    BALANCES,
    moved.map(({ row }) => row),
  );
  transaction.write(
    ACCOUNTS,
    others.map(({ row }) => row),
  );
};

const writeFlows = (
  transaction: Transaction,
  flows: ProjectedChanges['flows'],
  known: Known,
): void => {
  const begun = new Set<string>(known.flows.map(({ state }) => state.id));
  const old = flows.filter(({ state }) => begun.has(state.id));
  const young = flows.filter(({ state }) => !begun.has(state.id));
  transaction.write(FLOWS_ON, old.map(rowOfFlow));
  transaction.write(FLOWS, young.map(rowOfFlow));
  transaction.write(FLOW_ACCOUNTS, young.flatMap(rowsOfFlowAccounts));
};

/**
 * Writes what can be rebuilt from the log, but for the ledger. Rates are unpinned first: a pair
 * that was unpinned and pinned again in one turn is pinned.
 */
export const writeProjections = (
  transaction: Transaction,
  changes: ProjectedChanges,
  known: Known,
): void => {
  transaction.write(TENANTS, changes.tenants.map(rowOfTenant));
  transaction.write(EXPONENTS, rowsOfExponents(changes.tenants));
  writeAccounts(transaction, changes.accounts, known);
  writeFlows(transaction, changes.flows, known);
  transaction.write(KEYS, changes.keys.map(rowOfKey));
  transaction.write(
    UNPINNED,
    changes.unpinnedRates.map(({ tenantId, base, quote }) => ({
      tenant: packed(tenantId),
      base,
      quote,
    })),
  );
  transaction.write(PINNED, changes.pinnedRates.map(rowOfPinnedRate));
  transaction.write(QUOTES, changes.quotes.map(rowOfQuote));
  transaction.write(ANOMALIES, changes.anomalies.map(rowOfAnomaly));
};
