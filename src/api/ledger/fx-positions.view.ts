import { moneyOf, subtract, zero } from '../../money';
import type { FxTotal, LedgerTotal } from '../../store/records';

const FX = 'fx';

const sumsIn = (currency: string, totals: readonly LedgerTotal[]) => {
  const found = totals.find((total) => total.account === FX && total.currency === currency);
  const nothing = zero(currency).amount;
  return { debits: found?.debits ?? nothing, credits: found?.credits ?? nothing };
};

/**
 * What conversions have left the tenant with, by currency. `position` is what the fx account was
 * credited less what it was debited: positive when he was given more of the currency than he gave.
 * `remainder` is what rounding left with him and `spread` what his spread took, both exactly and
 * both part of the position already.
 */
export const fxPositionsView = (totals: readonly LedgerTotal[], left: readonly FxTotal[]) => {
  const ofFx = totals.filter(({ account }) => account === FX).map(({ currency }) => currency);
  const currencies = [...new Set([...ofFx, ...left.map(({ currency }) => currency)])].sort();
  return currencies.map((currency) => {
    const { debits, credits } = sumsIn(currency, totals);
    const kept = left.find((total) => total.currency === currency);
    return {
      object: 'fx-position' as const,
      currency,
      position: subtract(moneyOf(credits, currency), moneyOf(debits, currency)).amount,
      debits,
      credits,
      remainder: kept?.remainder ?? '0',
      spread: kept?.spread ?? '0',
    };
  });
};

export type FxPositionView = ReturnType<typeof fxPositionsView>[number];
