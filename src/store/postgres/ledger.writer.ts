import type { TenantId } from '../../kernel/ids';
import type { PostedEntry } from '../records';
import { packed, unpacked } from '../sql/ids.codec';
import { numberedFrom, Sums } from '../sql/postings';
import { rowOfEntry, rowOfFxSum, rowOfLedgerSum, rowsOfLegs } from '../sql/to-rows';
import { bulk, insertAll } from './bulk';
import type { Transaction } from './transaction';

const ENTRIES = insertAll('entries');
const POSTINGS = insertAll('postings');
const LAST_NUMBERS = bulk<'heads', 'tenant', { tenant: Uint8Array; number: bigint | null }>(
  'heads',
  ['tenant'],
  (given) => `select given.tenant, (select max(number) from entries e
    where e.tenant = given.tenant) as number from ${given}`,
);
/** Sums are added up by the database, to the last digit, under the lock of the tenant's head. */
const LEDGER_TOTALS = insertAll(
  'ledger_totals',
  `on conflict (tenant, account, currency) do update
    set debits = ledger_totals.debits + excluded.debits,
        credits = ledger_totals.credits + excluded.credits`,
);
const FX_TOTALS = insertAll(
  'fx_totals',
  `on conflict (tenant, currency) do update
    set remainder = trim_scale(fx_totals.remainder + excluded.remainder),
        spread = trim_scale(fx_totals.spread + excluded.spread)`,
);

/** The number of each tenant's last entry. It holds still while the tenant's head is locked. */
export type LastNumbers = ReadonlyMap<TenantId, number>;

export const lastNumbers = async (
  transaction: Transaction,
  tenants: readonly TenantId[],
): Promise<LastNumbers> => {
  const rows = await transaction.rows(
    LAST_NUMBERS,
    tenants.map((tenantId) => ({ tenant: packed(tenantId) })),
  );
  return new Map(rows.map(({ tenant, number }) => [unpacked<TenantId>(tenant), Number(number)]));
};

/** Appends entries with their legs behind the last ones, and keeps the totals. */
export const writeEntries = (
  transaction: Transaction,
  entries: readonly PostedEntry[],
  last: LastNumbers,
): void => {
  const numbered = numberedFrom((tenantId) => last.get(tenantId) ?? 0, entries);
  const sums = new Sums(numbered);
  transaction.write(ENTRIES, numbered.map(rowOfEntry));
  transaction.write(POSTINGS, numbered.flatMap(rowsOfLegs));
  transaction.write(LEDGER_TOTALS, sums.ofLedger.map(rowOfLedgerSum));
  transaction.write(FX_TOTALS, sums.ofFx.map(rowOfFxSum));
};
