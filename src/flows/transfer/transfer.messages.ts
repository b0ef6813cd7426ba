import type { Metadata } from '../../accounts/account';
import type { Day } from '../../kernel/clock';
import type { AccountId } from '../../kernel/ids';
import { message } from '../../kernel/message';
import type { Refused } from '../../kernel/rules';
import type { Money } from '../../money';
import type { Converted } from '../conversion/conversion.messages';

interface BothSides {
  readonly fromAccountId: AccountId;
  readonly toAccountId: AccountId;
}

/** What a caller asks for: an amount in the currency of either side, or in a third one. */
export interface TransferRequest extends BothSides {
  readonly requested: Money;
  readonly metadata: Metadata;
}

export interface TransferBegun extends TransferRequest {
  readonly fromCurrency: string;
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
  readonly debit: Converted;
  readonly credit: Converted;
}

export class RequestTransferCommand extends message('transfer.request')<TransferRequest> {}
export class TransferRequestedEvent extends message('transfer.requested')<TransferBegun> {}

export class RecordTransferConversionCommand extends message('transfer.record-conversion')<{
  readonly conversions: TransferConversions;
}> {}
export class TransferConversionDoneEvent extends message('transfer.conversion-done')<
  TransferAmounts & { readonly conversions: TransferConversions }
> {}

export class ValidateTransferCommand extends message('transfer.validate')<TransferAmounts> {}
export class TransferValidatedEvent extends message('transfer.validated')<
  TransferAmounts & { readonly day: Day }
> {}

export class RejectTransferCommand extends message('transfer.reject')<{
  readonly refusal: Refused;
}> {}
export class TransferRejectedEvent extends message('transfer.rejected')<
  BothSides & { readonly refusal: Refused }
> {}

export class CompleteTransferCommand extends message('transfer.complete')<TransferAmounts> {}
export class TransferCompletedEvent extends message('transfer.completed')<
  TransferAmounts & { readonly conversions: TransferConversions }
> {}
