import type { ConversionRecord } from '../../ledger/entry';
import type { Converted } from './conversion.messages';

/** What the ledger keeps of a conversion beside its legs. */
export const conversionRecordOf = ({ amount, exact, remainder }: Converted): ConversionRecord => ({
  currency: amount.currency,
  exact,
  rounded: amount.amount,
  remainder,
});
