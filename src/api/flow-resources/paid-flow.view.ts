import { z } from 'zod';
import type { Deposit } from '../../flows/deposit/deposit.state';
import type { Withdrawal } from '../../flows/withdraw/withdraw.state';
import { shownUsedRate, usedRateView } from '../edge/rate.view';
import { shownId, shownInstant, shownMetadata, shownMoney } from '../edge/shown';
import { paymentView, shownPayment } from './payment.view';

export const shownFlowStatus = z.enum(['pending', 'completed', 'failed', 'rejected']);

export const shownFailure = z
  .strictObject({ code: z.string(), detail: z.string() })
  .readonly()
  .nullable()
  .describe('Why it was rejected or has failed.');

/** What a deposit and a withdrawal show alike. */
export const paidFlowFields = {
  status: shownFlowStatus,
  accountId: shownId('acc'),
  requested: shownMoney.describe('What was asked for, and is paid.'),
  converted: shownMoney.nullable().describe('What is posted to the account, in its own currency.'),
  rate: shownUsedRate.nullable(),
  quoteId: shownId('quo').exactOptional(),
  payment: shownPayment.nullable().describe('Null before one was initiated.'),
  failure: shownFailure,
  metadata: shownMetadata,
  createdAt: shownInstant,
  updatedAt: shownInstant,
};

type PaidFlowParts = z.infer<z.ZodObject<typeof paidFlowFields>>;

/** What a deposit and a withdrawal show alike; amounts and rate are frozen in the flow. */
export const paidFlowParts = (flow: Deposit | Withdrawal): PaidFlowParts => ({
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
