import { z } from 'zod';
import { moneyOf, subtract, zero } from '../../money';
import type { FxTotal, LedgerTotal } from '../../store/records';
import { shownAmount, shownCurrency, shownDecimal } from '../edge/shown';

export const shownFxPosition = z
  .strictObject({
    object: z.literal('fx-position'),
    currency: shownCurrency,
    position: shownAmount.describe('Positive: you were given more of it than you gave.'),
    debits: shownAmount,
    credits: shownAmount,
    remainder: shownDecimal.describe('What rounding left with you, exactly.'),
    spread: shownDecimal.describe('What your spread took, exactly.'),
  })
  .meta({ id: 'FxPosition' });

export type FxPositionView = z.infer<typeof shownFxPosition>;

const FX = 'fx';

const sumsIn = (currency: string, totals: readonly LedgerTotal[]) => {
  const found = totals.find((total) => total.account === FX && total.currency === currency);
  const nothing = zero(currency).amount;
  return { debits: found?.debits ?? nothing, credits: found?.credits ?? nothing };
};

/**
 * What conversions have left the tenant with, by currency. `position` is what the fx account was
 * credited less what it was debited: positive when it was given more of the currency than it gave.
 * `remainder` is what rounding left with it and `spread` what its spread took, both exactly and
 * both part of the position already.
 */
export const fxPositionsView = (
  totals: readonly LedgerTotal[],
  left: readonly FxTotal[],
): readonly FxPositionView[] => {
  const ofFx = totals.filter(({ account }) => account === FX).map(({ currency }) => currency);
  const currencies = [...new Set([...ofFx, ...left.map(({ currency }) => currency)])].sort();
  return currencies.map((currency) => {
    const { debits, credits } = sumsIn(currency, totals);
    const kept = left.find((total) => total.currency === currency);
    return {
      object: 'fx-position',
      currency,
      position: subtract(moneyOf(credits, currency), moneyOf(debits, currency)).amount,
      debits,
      credits,
      remainder: kept?.remainder ?? '0',
      spread: kept?.spread ?? '0',
    };
  });
};
