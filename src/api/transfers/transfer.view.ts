import { z } from 'zod';
import type { Transfer } from '../../flows/transfer/transfer.state';
import { shownUsedRate, usedRateView } from '../edge/rate.view';
import { shownId, shownInstant, shownMetadata, shownMoney } from '../edge/shown';
import { shownFailure, shownFlowStatus } from '../flow-resources/paid-flow.view';

export const shownTransfer = z
  .strictObject({
    id: shownId('trf'),
    object: z.literal('transfer'),
    status: shownFlowStatus,
    fromAccountId: shownId('acc'),
    toAccountId: shownId('acc'),
    requested: shownMoney,
    debited: shownMoney.nullable().describe('In the currency of the account that is debited.'),
    credited: shownMoney.nullable().describe('In the currency of the account that is credited.'),
    rates: z.strictObject({ debit: shownUsedRate, credit: shownUsedRate }).nullable(),
    quoteId: shownId('quo').exactOptional(),
    failure: shownFailure,
    metadata: shownMetadata,
    createdAt: shownInstant,
    updatedAt: shownInstant,
  })
  .meta({ id: 'Transfer' });

export type TransferView = z.infer<typeof shownTransfer>;

/** A transfer as the API shows it: what each side is booked, at which rate. */
export const transferView = (transfer: Transfer): TransferView => ({
  id: transfer.id,
  object: 'transfer',
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
