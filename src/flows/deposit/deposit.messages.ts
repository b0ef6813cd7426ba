import type { Metadata } from '../../accounts/account';
import type { Day } from '../../kernel/clock';
import type { AccountId, PaymentId, QuoteId } from '../../kernel/ids';
import { message } from '../../kernel/message';
import type { Refused } from '../../kernel/rules';
import type { Money } from '../../money';
import type { Converted } from '../conversion/conversion.messages';
import type { PaymentFailureCode } from '../payment/payment.messages';

/** What a caller asks for: any amount in any currency, into an account of another. */
export interface DepositRequest {
  /** The customer's account that is credited. */
  readonly accountId: AccountId;
  /** What the caller asked for, in whatever currency; the payment is in it. */
  readonly requested: Money;
  /** The payment provider: `simulator`. */
  readonly provider: string;
  /** The customer's means of payment as the provider knows it. */
  readonly source: string;
  /** The quote whose rate the caller was promised; null: the rate of the moment. */
  readonly quoteId: QuoteId | null;
  /** The caller's own notes. */
  readonly metadata: Metadata;
}

export interface DepositBegun extends DepositRequest {
  /** The currency of the account: what the amount is converted into. */
  readonly accountCurrency: string;
  /** The UTC day that it counts for. */
  readonly day: Day;
}

interface DepositAmounts {
  readonly accountId: AccountId;
  readonly requested: Money;
  /** In the account's own currency. */
  readonly converted: Money;
}

export interface DepositJudged extends DepositAmounts {
  readonly day: Day;
}

export class RequestDepositCommand extends message('deposit.request')<DepositRequest> {}
export class DepositRequestedEvent extends message('deposit.requested')<DepositBegun> {}

export class RecordDepositConversionCommand extends message('deposit.record-conversion')<{
  /** The conversion as it was computed and frozen. */
  readonly conversion: Converted;
}> {}
export class DepositConversionDoneEvent extends message('deposit.conversion-done')<
  DepositAmounts & { readonly conversion: Converted }
> {}

export class ValidateDepositCommand extends message('deposit.validate')<DepositAmounts> {}
export class DepositValidatedEvent extends message('deposit.validated')<
  DepositJudged & {
    readonly provider: string;
    readonly source: string;
    /** The quote that is used up by it. */
    readonly quoteId: QuoteId | null;
  }
> {}

export class RejectDepositCommand extends message('deposit.reject')<{
  /** The rule that was broken, and what helps to understand it. */
  readonly refusal: Refused;
}> {}
export class DepositRejectedEvent extends message('deposit.rejected')<{
  readonly accountId: AccountId;
  readonly refusal: Refused;
}> {}

export class CompleteDepositCommand extends message('deposit.complete')<{
  readonly paymentId: PaymentId;
}> {}
export class DepositCompletedEvent extends message('deposit.completed')<
  DepositAmounts & { readonly provider: string; readonly conversion: Converted }
> {}

export class FailDepositCommand extends message('deposit.fail')<{
  readonly code: PaymentFailureCode;
  readonly reason: string;
}> {}
export class DepositFailedEvent extends message('deposit.failed')<
  DepositJudged & {
    readonly failure: {
      /** `payment-failed`, or `cancelled`. */
      readonly code: PaymentFailureCode;
      /** Why, in the provider's words; `cancelled` where it had none. */
      readonly detail: string;
    };
  }
> {}
