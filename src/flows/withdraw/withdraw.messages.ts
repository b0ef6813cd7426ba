import type { Metadata } from '../../accounts/account';
import type { Day } from '../../kernel/clock';
import type { AccountId, PaymentId, QuoteId } from '../../kernel/ids';
import { message } from '../../kernel/message';
import type { Refused } from '../../kernel/rules';
import type { Money } from '../../money';
import type { Converted } from '../conversion/conversion.messages';
import type { PaymentFailureCode } from '../payment/payment.messages';

/** What a caller asks for: any amount in any currency, out of an account of another. */
export interface WithdrawRequest {
  /** The customer's account that is debited. */
  readonly accountId: AccountId;
  /** What the caller asked for, in whatever currency; the payment is in it. */
  readonly requested: Money;
  /** The payment provider: `simulator`. */
  readonly provider: string;
  /** The customer's means of payment as the provider knows it. */
  readonly destination: string;
  /** The quote whose rate the caller was promised; null: the rate of the moment. */
  readonly quoteId: QuoteId | null;
  /** The caller's own notes. */
  readonly metadata: Metadata;
}

export interface WithdrawBegun extends WithdrawRequest {
  /** The currency of the account: what the amount is converted into. */
  readonly accountCurrency: string;
  /** The UTC day that it counts for. */
  readonly day: Day;
}

interface WithdrawAmounts {
  readonly accountId: AccountId;
  readonly requested: Money;
  /** In the account's own currency. */
  readonly converted: Money;
}

export interface WithdrawJudged extends WithdrawAmounts {
  readonly day: Day;
}

export class RequestWithdrawCommand extends message('withdraw.request')<WithdrawRequest> {}
export class WithdrawRequestedEvent extends message('withdraw.requested')<WithdrawBegun> {}

export class RecordWithdrawConversionCommand extends message('withdraw.record-conversion')<{
  /** The conversion as it was computed and frozen. */
  readonly conversion: Converted;
}> {}
export class WithdrawConversionDoneEvent extends message('withdraw.conversion-done')<
  WithdrawAmounts & { readonly conversion: Converted }
> {}

export class ValidateWithdrawCommand extends message('withdraw.validate')<WithdrawAmounts> {}
export class WithdrawValidatedEvent extends message('withdraw.validated')<
  WithdrawJudged & {
    readonly provider: string;
    readonly destination: string;
    /** The quote that is used up by it. */
    readonly quoteId: QuoteId | null;
  }
> {}

export class RejectWithdrawCommand extends message('withdraw.reject')<{
  /** The rule that was broken, and what helps to understand it. */
  readonly refusal: Refused;
}> {}
export class WithdrawRejectedEvent extends message('withdraw.rejected')<{
  readonly accountId: AccountId;
  readonly refusal: Refused;
}> {}

export class CompleteWithdrawCommand extends message('withdraw.complete')<{
  readonly paymentId: PaymentId;
}> {}
export class WithdrawCompletedEvent extends message('withdraw.completed')<
  WithdrawAmounts & { readonly provider: string; readonly conversion: Converted }
> {}

export class FailWithdrawCommand extends message('withdraw.fail')<{
  readonly code: PaymentFailureCode;
  readonly reason: string;
}> {}
export class WithdrawFailedEvent extends message('withdraw.failed')<
  WithdrawJudged & {
    readonly failure: {
      /** `payment-failed`, or `cancelled`. */
      readonly code: PaymentFailureCode;
      /** Why, in the provider's words; `cancelled` where it had none. */
      readonly detail: string;
    };
  }
> {}
