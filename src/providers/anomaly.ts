import type { Instant } from '../kernel/clock';
import type { AnomalyId, FlowId, PaymentId, TenantId } from '../kernel/ids';

/** Something that a provider said and that cannot be true; it moved nothing. */
export interface Anomaly {
  readonly tenantId: TenantId;
  readonly id: AnomalyId;
  readonly reason: 'amount-mismatch' | 'currency-mismatch' | 'contradiction' | 'unknown-payment';
  readonly provider: string;
  readonly paymentId: PaymentId;
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
