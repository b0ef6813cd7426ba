import type { FlowId, PaymentId } from '../../kernel/ids';
import { message } from '../../kernel/message';
import type { Money } from '../../money';
import type { PaymentNews } from '../../providers/provider.port';

/** What a flow orders: money in from the customer, or out to him, in the requested currency. */
export interface PaymentRequest {
  readonly provider: string;
  readonly direction: 'in' | 'out';
  readonly amount: Money;
  readonly method: string;
}

export interface InitiatedPayment extends PaymentRequest {
  readonly paymentId: PaymentId;
}

/** A provider's word on a payment, by its answer or by a webhook. */
export interface PaymentReport {
  readonly paymentId: PaymentId;
  readonly provider: string;
  readonly news: PaymentNews;
  /** What the provider says was paid; an answer to our own call repeats our amount. */
  readonly claimed: { readonly amount: string; readonly currency: string };
}

export interface PaymentConclusion {
  readonly paymentId: PaymentId;
  readonly news: PaymentNews;
}

export class InitiatePaymentCommand extends message('payment.initiate')<PaymentRequest> {}
export class PaymentInitiatedEvent extends message('payment.initiated')<InitiatedPayment> {}

export class SubmitPaymentTask extends message('payment.submit')<InitiatedPayment> {}
export class AskAfterPaymentTask extends message('payment.ask-after')<InitiatedPayment> {}

export class RecordPaymentNewsCommand extends message('payment.record-news')<PaymentReport> {}
export class PaymentUnknownEvent extends message('payment.unknown')<
  InitiatedPayment & { readonly detail: string }
> {}
export class PaymentSubmittedEvent extends message('payment.submitted')<
  PaymentConclusion & { readonly providerReference: string | null }
> {}
export class ReportUnknownPaymentCommand extends message('payment.report-unknown')<{
  readonly provider: string;
  readonly paymentId: PaymentId;
}> {}
export class PaymentAnomalyEvent extends message('payment.anomaly-found')<PaymentAnomaly> {}

export class ConcludePaymentCommand extends message('payment.conclude')<PaymentConclusion> {}
export class PaymentCompletedEvent extends message('payment.completed')<{
  readonly paymentId: PaymentId;
  readonly providerReference: string;
}> {}
export class PaymentFailedEvent extends message('payment.failed')<{
  readonly paymentId: PaymentId;
  readonly reason: string;
}> {}

/** Something that a provider said and that cannot be true; it moves nothing. */
export interface PaymentAnomaly {
  readonly reason: 'amount-mismatch' | 'currency-mismatch' | 'contradiction' | 'unknown-payment';
  readonly provider: string;
  readonly paymentId: PaymentId;
  readonly flowId: FlowId | null;
  readonly detail: string;
}
