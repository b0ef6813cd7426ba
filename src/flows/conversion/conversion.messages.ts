import type { QuoteId } from '../../kernel/ids';
import { message } from '../../kernel/message';
import type { Refused } from '../../kernel/rules';
import type { Side } from '../../ledger/entry';
import type { Money, Rounding } from '../../money';
import type { Rate } from '../../rates/rate';

/** One currency that the money shall be turned into, for a customer who is credited or debited. */
export interface ConversionTarget {
  /** `credit`: the customer gets it, rounded down. `debit`: the customer gives it, rounded up. */
  readonly side: Side;
  /** The currency that the money is turned into. */
  readonly currency: string;
}

export interface ConversionOrder {
  /** What the caller asked for. */
  readonly from: Money;
  /** What it shall be turned into; one, or (a transfer) the debited side and then the credited. */
  readonly targets: readonly ConversionTarget[];
  /** The quote whose rate is taken; null: the rate of the moment. */
  readonly quoteId: QuoteId | null;
}

/** Money turned into another currency: computed here once, and only read from then on. */
export interface Converted {
  readonly side: Side;
  /** What it came to, rounded: every later step reads the amount here. */
  readonly amount: Money;
  /** The rate that was used, frozen: the customer's, with the tenant's spread in it. */
  readonly rate: Rate;
  /** The market's rate, before the spread: units of the target for one of what was asked for. */
  readonly mid: string;
  /** What stands between the two. */
  readonly spread: {
    /** Hundredths of a percent. */
    readonly basisPoints: number;
    /** What it took from the customer, major units of the target currency, exactly. */
    readonly amount: string;
  };
  /** The product before it was rounded, major units of the target currency. */
  readonly exact: string;
  /** What rounding took (or, negative, gave): `exact - amount`. */
  readonly remainder: string;
  /** `down` for a credit, `up` for a debit; `half-even` for both where the tenant chose it. */
  readonly rounding: Rounding;
}

export interface ConversionResult {
  readonly from: Money;
  /** In the order of the targets. */
  readonly results: readonly Converted[];
}

export class RequestConversionCommand extends message('conversion.request')<ConversionOrder> {}
export class ConversionRequestedEvent extends message('conversion.requested')<ConversionOrder> {}

export class ConvertCommand extends message('conversion.convert')<ConversionOrder> {}
export class ConversionDoneEvent extends message('conversion.done')<ConversionResult> {}
export class ConversionFailedEvent extends message('conversion.failed')<{
  readonly from: Money;
  /** Why it cannot be converted. */
  readonly refusal: Refused;
}> {}
