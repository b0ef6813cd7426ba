import type { Transfer } from '../../flows/transfer/transfer.state';
import { usedRateView } from '../edge/rate.view';

/** A transfer as the API shows it: what each side is booked, at which rate. */
export const transferView = (transfer: Transfer) => ({
  id: transfer.id,
  object: 'transfer' as const,
  status: transfer.status,
  fromAccountId: transfer.fromAccountId,
  toAccountId: transfer.toAccountId,
  requested: transfer.requested,
  debited: transfer.conversions?.debit.amount ?? null,
  credited: transfer.conversions?.credit.amount ?? null,
  rates: transfer.conversions && {
    debit: usedRateView(transfer.conversions.debit),
    credit: usedRateView(transfer.conversions.credit),
  },
  ...(transfer.quoteId !== null && { quoteId: transfer.quoteId }),
  failure: transfer.failure,
  metadata: transfer.metadata,
  createdAt: transfer.createdAt,
  updatedAt: transfer.updatedAt,
});

export type TransferView = ReturnType<typeof transferView>;
