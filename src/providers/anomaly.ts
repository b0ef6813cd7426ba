import type { Instant } from '../kernel/clock';
import type { AnomalyId, FlowId, PaymentId, TenantId } from '../kernel/ids';

/** What cannot be true: the named rule was broken, or what the name says was found. */
export type AnomalyReason =
  | 'amount-mismatch'
  | 'currency-mismatch'
  | 'contradiction'
  | 'unknown-payment'
  | 'unreadable-webhook'
  | 'payment-overdue';

/**
 * What an operator should look into: what a provider said and what cannot be true, or a payment
 * that has not ended in time. It moved nothing.
 */
export interface Anomaly {
  readonly tenantId: TenantId;
  readonly id: AnomalyId;
  readonly reason: AnomalyReason;
  readonly provider: string;
  /** Null when it could not be read of which payment it speaks. */
  readonly paymentId: PaymentId | null;
  readonly flowId: FlowId | null;
  readonly detail: string;
  readonly createdAt: Instant;
}

export interface AnomalyEffect {
  readonly kind: 'record-anomaly';
  readonly anomaly: Anomaly;
}

export const recordAnomaly = (anomaly: Anomaly): AnomalyEffect => ({
  kind: 'record-anomaly',
  anomaly,
});
