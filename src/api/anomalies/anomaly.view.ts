import type { Anomaly } from '../../providers/anomaly';

/** An anomaly as the API shows it: what a provider said that cannot be true. */
export const anomalyView = (anomaly: Anomaly) => ({
  id: anomaly.id,
  object: 'anomaly' as const,
  reason: anomaly.reason,
  provider: anomaly.provider,
  paymentId: anomaly.paymentId,
  flowId: anomaly.flowId,
  detail: anomaly.detail,
  createdAt: anomaly.createdAt,
});

export type AnomalyView = ReturnType<typeof anomalyView>;
