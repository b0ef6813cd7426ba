import type { Amount, RoundingChoice } from './deeds';
import { times, type Decimal, type Rounding } from './decimals';
import type { Currency } from './reference.rates';

/** What a tenant decides about its conversions; `spread` in hundredths of a percent. */
export interface Settings {
  spread: number;
  rounding: RoundingChoice;
}

export interface Quote {
  readonly from: Amount;
  readonly into: Currency;
  readonly rate: Decimal;
  readonly spread: number;
  /** From this moment on (ms) it serves nobody. */
  readonly expiresAt: number;
  /** The flow that was validated with it. */
  usedBy: string | null;
}

export const HELD_FOR = 300_000;

/** The market's rate between two currencies, and how much of it is kept. */
export interface Price {
  readonly mid: Decimal;
  readonly spread: number;
}

export type Side = 'credit' | 'debit';

/** A customer who is credited gets less than the market's rate, one who is debited gives more. */
export function clientRate({ mid, spread }: Price, side: Side): Decimal {
  const factor = side === 'credit' ? 10_000 - spread : 10_000 + spread;
  return times(mid, { digits: BigInt(factor), scale: 4 });
}

export const roundingFor = (choice: RoundingChoice, side: Side): Rounding => {
  if (choice === 'half-even') return 'half-even';
  return side === 'credit' ? 'down' : 'up';
};

/** Why a quote serves no flow of this money into these currencies now; null when it does. */
export function quoteRefusal(
  quote: Quote,
  from: Amount,
  into: readonly Currency[],
  now: number,
): string | null {
  if (quote.usedBy !== null) return 'quote-already-used';
  if (now >= quote.expiresAt) return 'quote-expired';
  const isSame = quote.from.minor === from.minor && quote.from.currency === from.currency;
  const others = into.filter((currency) => currency !== quote.into);
  const isCovered =
    others.length < into.length && others.every((currency) => currency === from.currency);
  return isSame && isCovered ? null : 'quote-mismatch';
}
