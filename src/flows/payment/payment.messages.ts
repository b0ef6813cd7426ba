import type { Instant } from '../../kernel/clock';
import type { FlowId, PaymentId } from '../../kernel/ids';
import { message } from '../../kernel/message';
import type { Money } from '../../money';
import type { AnomalyReason } from '../../providers/anomaly';
import type { PaymentNews } from '../../providers/provider.port';

/** What a flow orders: money in from the customer, or out to them, in the requested currency. */
export interface PaymentRequest {
  /** The provider that carries the payment out: `simulator`. */
  readonly provider: string;
  /** `in`: the customer pays us. `out`: we pay the customer. */
  readonly direction: 'in' | 'out';
  /** The requested amount, in the requested currency. */
  readonly amount: Money;
  /** The customer's means of payment as the provider knows it: `sim:success`. */
  readonly method: string;
}

export interface InitiatedPayment extends PaymentRequest {
  /** The payment's own id, and the provider's idempotency key on every attempt. */
  readonly paymentId: PaymentId;
}

/** A payment whose end is waited for. */
export interface OpenPayment extends InitiatedPayment {
  /** When it was initiated, or reported as overdue the last time: its deadline counts from here. */
  readonly since: Instant;
}

/** Our own word on a payment: its deadline came, and the provider told of no end when it was asked. */
export interface OverdueNews {
  readonly kind: 'overdue';
  /** What the provider said instead. */
  readonly detail: string;
}

/** A word on a payment: a provider's, by its answer or by a webhook, or ours at its deadline. */
export interface PaymentReport {
  readonly paymentId: PaymentId;
  readonly provider: string;
  /** What became of it, as far as is known. */
  readonly news: PaymentNews | OverdueNews;
  /** What the provider says was paid; an answer to our own call repeats our amount. */
  readonly claimed: { readonly amount: string; readonly currency: string };
}

export interface PaymentConclusion {
  readonly paymentId: PaymentId;
  /** What the provider says became of it. */
  readonly news: PaymentNews;
}

export class InitiatePaymentCommand extends message('payment.initiate')<PaymentRequest> {}
export class PaymentInitiatedEvent extends message('payment.initiated')<InitiatedPayment> {}

export class SubmitPaymentTask extends message('payment.submit')<InitiatedPayment> {}
export class AskAfterPaymentTask extends message('payment.ask-after')<InitiatedPayment> {}
export class AskUntilDeadlineTask extends message('payment.ask-until-deadline')<OpenPayment> {}
/** No arrow leads to it any more; one that an earlier version has left is still performed. */
export class AskAtDeadlineTask extends message('payment.ask-at-deadline')<InitiatedPayment> {}

export class RecordPaymentNewsCommand extends message('payment.record-news')<PaymentReport> {}
export class PaymentUnknownEvent extends message('payment.unknown')<
  InitiatedPayment & {
    /** How the answer was lost. */
    readonly detail: string;
  }
> {}
export class PaymentOverdueEvent extends message('payment.overdue')<
  InitiatedPayment & {
    /** What the provider said when it was asked. */
    readonly detail: string;
  }
> {}
export class PaymentSubmittedEvent extends message('payment.submitted')<
  PaymentConclusion & {
    /** The provider's own name for the payment, once it has said one. */
    readonly providerReference: string | null;
  }
> {}
export class ReportUnknownPaymentCommand extends message('payment.report-unknown')<{
  readonly provider: string;
  readonly paymentId: PaymentId;
}> {}
export class ReportUnreadableWebhookCommand extends message('payment.report-unreadable')<{
  readonly provider: string;
  /** The payment that it speaks of, where at least that can be read. */
  readonly paymentId: PaymentId | null;
  /** What of it cannot be read. */
  readonly detail: string;
}> {}
export class PaymentAnomalyEvent extends message('payment.anomaly-found')<PaymentAnomaly> {}

export class ConcludePaymentCommand extends message('payment.conclude')<PaymentConclusion> {}
export class PaymentCompletedEvent extends message('payment.completed')<{
  readonly paymentId: PaymentId;
  /** The provider's own name for the payment. */
  readonly providerReference: string;
}> {}
export class CancelPaymentCommand extends message('payment.cancel')<Record<string, never>> {}
export class PaymentFailedEvent extends message('payment.failed')<{
  readonly paymentId: PaymentId;
  /** `payment-failed`: the provider said so. `cancelled`: it was never ordered there. */
  readonly code: PaymentFailureCode;
  /** Why, in the provider's words; `cancelled` where it had none. */
  readonly reason: string;
}> {}
export type PaymentFailureCode = 'payment-failed' | 'cancelled';

/** Something that a provider said and that cannot be true; it moves nothing. */
export interface PaymentAnomaly {
  /**
   * What cannot be true: the named rule was broken, the payment has ended the other way or was
   * never ordered from this provider, or the provider's words cannot be read.
   */
  readonly reason: AnomalyReason;
  /** The provider that said it. */
  readonly provider: string;
  /** The payment that it spoke of, whether or not there is one; null when that cannot be read. */
  readonly paymentId: PaymentId | null;
  /** The flow that the payment belongs to; null when there is none. */
  readonly flowId: FlowId | null;
  /** A sentence for people. */
  readonly detail: string;
}
