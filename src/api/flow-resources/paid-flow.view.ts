import type { Deposit } from '../../flows/deposit/deposit.state';
import type { Withdrawal } from '../../flows/withdraw/withdraw.state';
import { usedRateView } from '../edge/rate.view';
import { paymentView } from './payment.view';

/** What a deposit and a withdrawal show alike; amounts and rate are frozen in the flow. */
export const paidFlowParts = (flow: Deposit | Withdrawal) => ({
  status: flow.status,
  accountId: flow.accountId,
  requested: flow.requested,
  converted: flow.conversion?.amount ?? null,
  rate: flow.conversion && usedRateView(flow.conversion),
  ...(flow.quoteId !== null && { quoteId: flow.quoteId }),
  payment: paymentView(flow.payment),
  failure: flow.failure,
  metadata: flow.metadata,
  createdAt: flow.createdAt,
  updatedAt: flow.updatedAt,
});
