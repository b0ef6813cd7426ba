import { toMinor, type Money } from '../money';
import type { Side } from '../ledger/entry';

/** Whole minor units: what verify reckons in, by itself and not by the code that it verifies. */
export const minorOf = (money: Money): bigint => BigInt(toMinor(money));

/** Credits raise, debits lower: of a customer's account, what the leg does to its balance. */
export const signed = (side: Side, minor: bigint): bigint => (side === 'credit' ? minor : -minor);

/** Sums by key; a key that was never added to stands at zero. */
export class Sums {
  private readonly byKey = new Map<string, bigint>();

  add(key: string, minor: bigint): bigint {
    const sum = this.of(key) + minor;
    this.byKey.set(key, sum);
    return sum;
  }

  of(key: string): bigint {
    return this.byKey.get(key) ?? 0n;
  }

  /** What it stands at; it is forgotten. */
  take(key: string): bigint {
    const sum = this.of(key);
    this.byKey.delete(key);
    return sum;
  }

  entries(): Iterable<readonly [string, bigint]> {
    return this.byKey.entries();
  }
}

/** The first sum that is not zero. */
export const firstNotZero = (sums: Sums): readonly [string, bigint] | undefined => {
  for (const entry of sums.entries()) if (entry[1] !== 0n) return entry;
  return undefined;
};
