import { z } from 'zod';
import type { Anomaly, AnomalyReason } from '../../providers/anomaly';
import { shownFlowId, shownId, shownInstant } from '../edge/shown';

const reasons = [
  'amount-mismatch',
  'currency-mismatch',
  'contradiction',
  'unknown-payment',
  'unreadable-webhook',
  'payment-overdue',
] as const satisfies readonly AnomalyReason[];

export const shownAnomaly = z
  .strictObject({
    id: shownId('anm'),
    object: z.literal('anomaly'),
    reason: z.enum(reasons),
    provider: z.string(),
    paymentId: shownId('pay').nullable().describe('Null where it could not be read.'),
    flowId: shownFlowId.nullable().describe('Null where nobody knows the payment.'),
    detail: z.string(),
    createdAt: shownInstant,
  })
  .meta({
    id: 'Anomaly',
    description:
      'What an operator should look into: what a provider said and what cannot be true, or a payment without an end.',
  });

export type AnomalyView = z.infer<typeof shownAnomaly>;

/** An anomaly as the API shows it. */
export const anomalyView = (anomaly: Anomaly): AnomalyView => ({
  id: anomaly.id,
  object: 'anomaly',
  reason: anomaly.reason,
  provider: anomaly.provider,
  paymentId: anomaly.paymentId,
  flowId: anomaly.flowId,
  detail: anomaly.detail,
  createdAt: anomaly.createdAt,
});
