import {
  RequestTransferCommand,
  type TransferRequest,
} from '../../flows/transfer/transfer.messages';
import type { Ids } from '../../kernel/ids';
import { moneyOf } from '../../money';
import type { Asked } from '../edge/order-desk';
import type { NewTransfer } from './transfers.schemas';

/** A body of `POST /v1/transfers`, as what it asks for. */
export function askedTransfer(body: NewTransfer, ids: Ids): Asked<TransferRequest> {
  const { fromAccountId, toAccountId, amount, currency, quoteId = null, metadata = {} } = body;
  return {
    command: RequestTransferCommand,
    data: {
      fromAccountId,
      toAccountId,
      requested: moneyOf(amount, currency),
      quoteId,
      metadata,
    },
    stream: { kind: 'transfer', id: ids.next('trf') },
    currencies: [{ pointer: '/currency', code: currency }],
    touches: {
      accountIds: [fromAccountId, toAccountId],
      quoteIds: quoteId === null ? [] : [quoteId],
    },
  };
}
