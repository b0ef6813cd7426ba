import type { TenantId } from '../../kernel/ids';
import { addExactly } from '../../money';
import type { PostedEntry } from '../records';
import { packed } from '../sql/ids.codec';
import { type FxSum, type LedgerSum, numberedFrom, Sums } from '../sql/postings';
import { selectFrom } from '../sql/statements';
import type { FxTotalRow, LedgerTotalRow } from '../sql/tables';
import { type NewRow, rowOfEntry, rowOfFxSum, rowOfLedgerSum, rowsOfLegs } from '../sql/to-rows';
import { insertAll, upsertAll } from './bulk';
import type { Connection } from './driver';

const LAST_NUMBER = 'select max(number) as number from entries where tenant = ?';
const TOTAL = selectFrom('ledger_totals', 'tenant', 'account', 'currency');
const FX_TOTAL = selectFrom('fx_totals', 'tenant', 'currency');
const insertEntries = insertAll('entries');
const insertPostings = insertAll('postings');
const setTotals = upsertAll('ledger_totals', 'tenant', 'account', 'currency');
const setFxTotals = upsertAll('fx_totals', 'tenant', 'currency');

const addedToTotal = (connection: Connection, sum: LedgerSum): NewRow<'ledger_totals'> => {
  const row = rowOfLedgerSum(sum);
  const key = [row.tenant, row.account, row.currency];
  const before = connection.prepare<LedgerTotalRow>(TOTAL).get(key);
  const debits = BigInt(before?.debits ?? 0) + sum.debits;
  const credits = BigInt(before?.credits ?? 0) + sum.credits;
  return { ...row, debits: debits.toString(), credits: credits.toString() };
};

const addedToFx = (connection: Connection, sum: FxSum): NewRow<'fx_totals'> => {
  const row = rowOfFxSum(sum);
  const before = connection.prepare<FxTotalRow>(FX_TOTAL).get([row.tenant, row.currency]);
  const remainder = addExactly(before?.remainder ?? '0', sum.remainder);
  const spread = addExactly(before?.spread ?? '0', sum.spread);
  return { ...row, remainder, spread };
};

const lastNumber = (connection: Connection, tenantId: TenantId): number =>
  Number(
    connection.prepare<{ readonly number: bigint | null }>(LAST_NUMBER).get([packed(tenantId)])
      ?.number ?? 0n,
  );

/** Appends entries with their legs and keeps the totals, within the caller's transaction. */
export const writeEntries = (connection: Connection, entries: readonly PostedEntry[]): void => {
  const numbered = numberedFrom((tenantId) => lastNumber(connection, tenantId), entries);
  const sums = new Sums(numbered);
  insertEntries(connection, numbered.map(rowOfEntry));
  insertPostings(connection, numbered.flatMap(rowsOfLegs));
  setTotals(
    connection,
    sums.ofLedger.map((sum) => addedToTotal(connection, sum)),
  );
  setFxTotals(
    connection,
    sums.ofFx.map((sum) => addedToFx(connection, sum)),
  );
};
