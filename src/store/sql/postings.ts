import { isId, type TenantId } from '../../kernel/ids';
import type { LedgerAccount, Side } from '../../ledger/entry';
import { addExactly, subtractExactly, toMinor } from '../../money';
import type { PostedEntry } from '../records';

/** A leg in minor units, as it is stored. */
export interface PostedLeg {
  readonly account: LedgerAccount;
  readonly side: Side;
  readonly currency: string;
  readonly minor: bigint;
  /** Minor units: what it left on a customer's account; null for an internal one. */
  readonly balance: string | null;
}

/** The legs of an entry. It cannot be built unbalanced; should it be all the same, this throws. */
const legsToPost = (entry: PostedEntry): readonly PostedLeg[] => {
  const legs = entry.legs.map(({ account, side, amount }, index): PostedLeg => {
    const { currency } = amount;
    const balance = entry.balances[index] ?? null;
    return {
      account,
      side,
      currency,
      minor: BigInt(toMinor(amount)),
      balance: balance === null ? null : toMinor({ amount: balance, currency }),
    };
  });
  refuseUnbalanced(entry, legs);
  return legs;
};

const refuseUnbalanced = (entry: PostedEntry, legs: readonly PostedLeg[]): void => {
  const nets = new Map<string, bigint>();
  for (const { side, currency, minor } of legs) {
    nets.set(currency, (nets.get(currency) ?? 0n) + (side === 'credit' ? minor : -minor));
  }
  for (const [currency, net] of nets) {
    if (net !== 0n) throw new Error(`The entry ${entry.id} does not balance in ${currency}.`);
  }
};

/** An entry with its number in its tenant's ledger and its legs as they are stored. */
export interface NumberedEntry {
  readonly entry: PostedEntry;
  readonly number: number;
  readonly legs: readonly PostedLeg[];
}

/** Each numbered on from its tenant's last entry, in the order in which they are given. */
export const numberedFrom = (
  lastNumberOf: (tenantId: TenantId) => number,
  entries: readonly PostedEntry[],
): readonly NumberedEntry[] => {
  const numbers = new Map<TenantId, number>();
  return entries.map((entry) => {
    const { tenantId } = entry;
    const number = (numbers.get(tenantId) ?? lastNumberOf(tenantId)) + 1;
    numbers.set(tenantId, number);
    return { entry, number, legs: legsToPost(entry) };
  });
};

/** The control row of all customers' accounts together. */
const CUSTOMERS = 'customers';

/** Minor units. */
export interface LedgerSum {
  readonly tenantId: TenantId;
  readonly account: string;
  readonly currency: string;
  debits: bigint;
  credits: bigint;
}

/** Major units, exactly. */
export interface FxSum {
  readonly tenantId: TenantId;
  readonly currency: string;
  remainder: string;
  spread: string;
}

/** What entries add to the totals, summed before the rows are touched: few rows, many legs. */
export class Sums {
  private readonly ledger = new Map<string, LedgerSum>();
  private readonly fx = new Map<string, FxSum>();

  constructor(entries: readonly NumberedEntry[]) {
    for (const { entry, legs } of entries) {
      for (const leg of legs) this.addLeg(entry.tenantId, leg);
      for (const record of entry.conversions) this.addConversion(entry.tenantId, record);
    }
  }

  get ofLedger(): readonly LedgerSum[] {
    return [...this.ledger.values()];
  }

  get ofFx(): readonly FxSum[] {
    return [...this.fx.values()];
  }

  private addLeg(tenantId: TenantId, leg: PostedLeg): void {
    const account = isId('acc', leg.account) ? CUSTOMERS : leg.account;
    const { currency } = leg;
    const key = `${tenantId} ${account} ${currency}`;
    const none = { tenantId, account, currency, debits: 0n, credits: 0n };
    const sum = this.ledger.get(key) ?? none;
    this.ledger.set(key, sum);
    if (leg.side === 'debit') sum.debits += leg.minor;
    else sum.credits += leg.minor;
  }

  /**
   * What a customer's side was rounded down by stays with the tenant, and what it was rounded up
   * by too: a remainder of a debit is negative when the customer gave more than the product.
   */
  private addConversion(
    tenantId: TenantId,
    { currency, side, remainder, spread }: PostedEntry['conversions'][number],
  ): void {
    const key = `${tenantId} ${currency}`;
    const sum = this.fx.get(key) ?? { tenantId, currency, remainder: '0', spread: '0' };
    this.fx.set(key, sum);
    const count = side === 'debit' ? subtractExactly : addExactly;
    sum.remainder = count(sum.remainder, remainder);
    sum.spread = addExactly(sum.spread, spread);
  }
}
