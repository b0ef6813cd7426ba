import { isId, type TenantId } from '../../kernel/ids';
import type { ConversionRecord, Leg } from '../../ledger/entry';
import { addExactly, subtractExactly, toMinor } from '../../money';
import type { PostedEntry } from '../records';
import type { Connection } from './driver';
import { compact, packed } from './ids.codec';
import { insertInto, selectFrom, upsertInto } from './statements';
import type { FxTotalRow, LedgerTotalRow } from './tables';

/** The control row of all customers' accounts together. */
const CUSTOMERS = 'customers';

const LAST_NUMBER = 'select max(number) as number from entries where tenant = ?';
const INSERT_ENTRY = insertInto(
  'entries',
  'tenant',
  'number',
  'id',
  'flow',
  'type',
  'posted_at',
  'conversions',
);
const INSERT_POSTING = insertInto(
  'postings',
  'tenant',
  'entry',
  'leg',
  'account',
  'side',
  'amount',
  'currency',
  'balance',
);
const TOTAL = selectFrom('ledger_totals', 'tenant', 'account', 'currency');
const SET_TOTAL = upsertInto(
  'ledger_totals',
  ['tenant', 'account', 'currency'],
  'debits',
  'credits',
);

const FX_TOTAL = selectFrom('fx_totals', 'tenant', 'currency');
const SET_FX_TOTAL = upsertInto('fx_totals', ['tenant', 'currency'], 'remainder', 'spread');

interface Total {
  readonly tenantId: TenantId;
  readonly account: string;
  readonly currency: string;
  debits: bigint;
  credits: bigint;
}

/** What a turn adds to the totals, summed before the rows are touched: few rows, many legs. */
class Totals {
  private readonly byKey = new Map<string, Total>();

  add(tenantId: TenantId, leg: Leg, amount: bigint): void {
    const total = this.of(tenantId, leg);
    if (leg.side === 'debit') total.debits += amount;
    else total.credits += amount;
  }

  all(): Iterable<Total> {
    return this.byKey.values();
  }

  private of(tenantId: TenantId, leg: Leg): Total {
    const account = isId('acc', leg.account) ? CUSTOMERS : leg.account;
    const { currency } = leg.amount;
    const key = `${tenantId} ${account} ${currency}`;
    const found = this.byKey.get(key) ?? { tenantId, account, currency, debits: 0n, credits: 0n };
    this.byKey.set(key, found);
    return found;
  }
}

const addToTotal = (connection: Connection, total: Total): void => {
  const key = [packed(total.tenantId), total.account, total.currency];
  const row = connection.prepare<LedgerTotalRow>(TOTAL).get(key);
  const debits = BigInt(row?.debits ?? 0) + total.debits;
  const credits = BigInt(row?.credits ?? 0) + total.credits;
  connection.prepare(SET_TOTAL).run([...key, debits.toString(), credits.toString()]);
};

/**
 * What a customer's side was rounded down by stays with the tenant, and what it was rounded up by
 * too: a remainder of a debit is negative when the customer gave more than the product.
 */
const addToFx = (connection: Connection, tenantId: TenantId, record: ConversionRecord): void => {
  const key = [packed(tenantId), record.currency];
  const row = connection.prepare<FxTotalRow>(FX_TOTAL).get(key);
  const count = record.side === 'debit' ? subtractExactly : addExactly;
  const remainder = count(row?.remainder ?? '0', record.remainder);
  const spread = addExactly(row?.spread ?? '0', record.spread);
  connection.prepare(SET_FX_TOTAL).run([...key, remainder, spread]);
};

/** An entry cannot be built unbalanced; should one be here all the same, nothing is written. */
const refuseUnbalanced = (entry: PostedEntry, amounts: readonly bigint[]): void => {
  const nets = new Map<string, bigint>();
  entry.legs.forEach(({ side, amount: { currency } }, index) => {
    const amount = amounts[index] ?? 0n;
    nets.set(currency, (nets.get(currency) ?? 0n) + (side === 'credit' ? amount : -amount));
  });
  for (const [currency, net] of nets) {
    if (net !== 0n) throw new Error(`The entry ${entry.id} does not balance in ${currency}.`);
  }
};

/** A balance is text in the records: minor units of the leg's own currency in the column. */
const balanceOf = (entry: PostedEntry, leg: Leg, index: number): string | null => {
  const balance = entry.balances[index] ?? null;
  return balance === null ? null : toMinor({ amount: balance, currency: leg.amount.currency });
};

const insertEntry = (connection: Connection, entry: PostedEntry, number: number): void => {
  connection
    .prepare(INSERT_ENTRY)
    .run([
      packed(entry.tenantId),
      number,
      packed(entry.id),
      packed(entry.flowId),
      entry.type,
      entry.postedAt,
      JSON.stringify(entry.conversions),
    ]);
};

const insertLegs = (
  connection: Connection,
  entry: PostedEntry,
  number: number,
  totals: Totals,
): void => {
  const amounts = entry.legs.map(({ amount }) => BigInt(toMinor(amount)));
  refuseUnbalanced(entry, amounts);
  entry.legs.forEach((leg, index) => {
    const amount = amounts[index] ?? 0n;
    totals.add(entry.tenantId, leg, amount);
    connection
      .prepare(INSERT_POSTING)
      .run([
        packed(entry.tenantId),
        number,
        index,
        compact(leg.account),
        leg.side,
        amount.toString(),
        leg.amount.currency,
        balanceOf(entry, leg, index),
      ]);
  });
};

const lastNumber = (connection: Connection, tenantId: TenantId): number =>
  Number(
    connection.prepare<{ readonly number: bigint | null }>(LAST_NUMBER).get([packed(tenantId)])
      ?.number ?? 0n,
  );

/** Appends entries with their legs and keeps the totals, within the caller's transaction. */
export const writeEntries = (connection: Connection, entries: readonly PostedEntry[]): void => {
  const numbers = new Map<TenantId, number>();
  const totals = new Totals();
  for (const entry of entries) {
    const { tenantId } = entry;
    const number = (numbers.get(tenantId) ?? lastNumber(connection, tenantId)) + 1;
    numbers.set(tenantId, number);
    insertEntry(connection, entry, number);
    insertLegs(connection, entry, number, totals);
    for (const record of entry.conversions) addToFx(connection, tenantId, record);
  }
  for (const total of totals.all()) addToTotal(connection, total);
};
