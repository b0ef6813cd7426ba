import { message } from '../../kernel/message';
import type { Refused } from '../../kernel/rules';
import type { Side } from '../../ledger/entry';
import type { Money, Rounding } from '../../money';
import type { Rate } from '../../rates/rate';

/** One currency that the money shall be turned into, for a customer who is credited or debited. */
export interface ConversionTarget {
  readonly side: Side;
  readonly currency: string;
}

export interface ConversionOrder {
  readonly from: Money;
  readonly targets: readonly ConversionTarget[];
}

/** Money turned into another currency: computed here once, and only read from then on. */
export interface Converted {
  readonly side: Side;
  readonly amount: Money;
  readonly rate: Rate;
  /** The product before it was rounded, major units of the target currency. */
  readonly exact: string;
  /** exact - amount. */
  readonly remainder: string;
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
  readonly refusal: Refused;
}> {}
