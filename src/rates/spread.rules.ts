import { spreadRate, type SpreadSide } from '../money';
import type { Rate } from './rate';

/** A tenant's spread stands between two currencies: a currency in itself is worth 1, and stays so. */
export const spreadBetween = (mid: Rate, basisPoints: number): number =>
  mid.source === 'identity' ? 0 : basisPoints;

const sideOf: Readonly<Record<'credit' | 'debit', SpreadSide>> = {
  credit: 'below',
  debit: 'above',
};

/** The rate that a customer is given: below the market's for a credit, above it for a debit. */
export const clientRate = (mid: Rate, basisPoints: number, side: 'credit' | 'debit'): Rate => {
  const spread = spreadBetween(mid, basisPoints);
  return spread === 0 ? mid : { ...mid, value: spreadRate(mid.value, spread, sideOf[side]) };
};
