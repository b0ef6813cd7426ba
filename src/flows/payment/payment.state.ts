import type { FlowState } from '../../kernel/flow-state';
import { flowIdOf } from '../../kernel/message';
import { becomes, effects, projection, type ProjectionRow } from '../../kernel/projection';
import { renamed } from '../../kernel/ids';
import { stopAsking } from '../../kernel/task';
import { recordAnomaly } from '../../providers/anomaly';
import {
  PaymentAnomalyEvent,
  PaymentCompletedEvent,
  PaymentFailedEvent,
  PaymentInitiatedEvent,
  PaymentOverdueEvent,
  PaymentSubmittedEvent,
  PaymentUnknownEvent,
  type InitiatedPayment,
} from './payment.messages';

export type PaymentStatus = 'initiated' | 'unknown' | 'submitted' | 'completed' | 'failed';

/** The payment of a flow, as the flow remembers it. */
export interface Payment extends InitiatedPayment {
  readonly status: PaymentStatus;
  readonly providerReference: string | null;
}

/** Any flow that pays: all that the payment events know of it. */
export interface PayingFlow extends FlowState {
  readonly payment: Payment | null;
}

/** A flow whose payment was initiated. */
export interface PaidFlow extends PayingFlow {
  readonly payment: Payment;
}

const changed = (flow: PaidFlow, change: Partial<Payment>): PaidFlow => ({
  ...flow,
  payment: { ...flow.payment, ...change },
});

const rows: readonly ProjectionRow[] = [
  becomes<PayingFlow, InitiatedPayment>(PaymentInitiatedEvent, (flow, payment) => ({
    ...flow,
    paymentId: payment.paymentId,
    payment: {
      paymentId: payment.paymentId,
      provider: payment.provider,
      direction: payment.direction,
      amount: payment.amount,
      method: payment.method,
      status: 'initiated',
      providerReference: null,
    },
  })),
  becomes(PaymentUnknownEvent, (flow: PaidFlow) => changed(flow, { status: 'unknown' })),
  becomes(PaymentSubmittedEvent, (flow: PaidFlow, { providerReference }) =>
    changed(flow, { status: 'submitted', providerReference }),
  ),
  becomes(PaymentCompletedEvent, (flow: PaidFlow, { providerReference }) =>
    changed(flow, { status: 'completed', providerReference }),
  ),
  becomes(PaymentFailedEvent, (flow: PaidFlow) => changed(flow, { status: 'failed' })),
  effects(PaymentCompletedEvent, () => [stopAsking()]),
  effects(PaymentFailedEvent, () => [stopAsking()]),
  effects(PaymentOverdueEvent, ({ provider, paymentId, detail }, meta, recorded) => [
    recordAnomaly({
      tenantId: meta.tenantId,
      id: renamed(recorded.id, 'anm'),
      reason: 'payment-overdue',
      provider,
      paymentId,
      flowId: flowIdOf(meta),
      detail,
      createdAt: meta.at,
    }),
  ]),
  effects(PaymentAnomalyEvent, (found, meta, recorded) => [
    recordAnomaly({
      tenantId: meta.tenantId,
      id: renamed(recorded.id, 'anm'),
      reason: found.reason,
      provider: found.provider,
      paymentId: found.paymentId,
      flowId: found.flowId,
      detail: found.detail,
      createdAt: meta.at,
    }),
  ]),
];

export const paymentProjection = projection('payment', ...rows);
