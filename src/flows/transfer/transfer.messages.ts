import type { Metadata } from '../../accounts/account';
import type { Day } from '../../kernel/clock';
import type { AccountId, QuoteId } from '../../kernel/ids';
import { message } from '../../kernel/message';
import type { Refused } from '../../kernel/rules';
import type { Money } from '../../money';
import type { Converted } from '../conversion/conversion.messages';

interface BothSides {
  /** The customer's account that is debited; the limits that count are its. */
  readonly fromAccountId: AccountId;
  /** The customer's account that is credited. */
  readonly toAccountId: AccountId;
}

/** What a caller asks for: an amount in the currency of either side, or in a third one. */
export interface TransferRequest extends BothSides {
  /** What the caller asked for, in the currency of either side or in a third one. */
  readonly requested: Money;
  /** The quote whose rate the caller was promised; null: the rates of the moment. */
  readonly quoteId: QuoteId | null;
  /** The caller's own notes. */
  readonly metadata: Metadata;
}

export interface TransferBegun extends TransferRequest {
  /** The currency of the debited account. */
  readonly fromCurrency: string;
  /** The currency of the credited account. */
  readonly toCurrency: string;
  /** The UTC day that it counts for. */
  readonly day: Day;
}

interface TransferAmounts extends BothSides {
  readonly requested: Money;
  /** In the currency of the debited account. */
  readonly debited: Money;
  /** In the currency of the credited account. */
  readonly credited: Money;
}

export interface TransferConversions {
  /** For the debited account, rounded up. */
  readonly debit: Converted;
  /** For the credited account, rounded down. */
  readonly credit: Converted;
}

export class RequestTransferCommand extends message('transfer.request')<TransferRequest> {}
export class TransferRequestedEvent extends message('transfer.requested')<TransferBegun> {}

export class RecordTransferConversionCommand extends message('transfer.record-conversion')<{
  /** Both conversions as they were computed and frozen. */
  readonly conversions: TransferConversions;
}> {}
export class TransferConversionDoneEvent extends message('transfer.conversion-done')<
  TransferAmounts & { readonly conversions: TransferConversions }
> {}

export class ValidateTransferCommand extends message('transfer.validate')<TransferAmounts> {}
export class TransferValidatedEvent extends message('transfer.validated')<
  TransferAmounts & {
    readonly day: Day;
    /** The quote that is used up by it. */
    readonly quoteId: QuoteId | null;
  }
> {}

export class RejectTransferCommand extends message('transfer.reject')<{
  /** The rule that was broken, and what helps to understand it. */
  readonly refusal: Refused;
}> {}
export class TransferRejectedEvent extends message('transfer.rejected')<
  BothSides & { readonly refusal: Refused }
> {}

export class CompleteTransferCommand extends message('transfer.complete')<TransferAmounts> {}
export class TransferCompletedEvent extends message('transfer.completed')<
  TransferAmounts & { readonly conversions: TransferConversions }
> {}
