import {
  RequestWithdrawCommand,
  type WithdrawRequest,
} from '../../flows/withdraw/withdraw.messages';
import type { Ids } from '../../kernel/ids';
import { moneyOf } from '../../money';
import type { Providers } from '../../providers/provider.port';
import type { Asked } from '../edge/order-desk';
import { providerFor } from '../flow-resources/payment-method';
import type { NewWithdrawal } from './withdrawals.schemas';

/**
 * A body of `POST /v1/withdrawals`, as what it asks for. `invalid-field` for a means of payment
 * that nobody knows.
 */
export function askedWithdrawal(
  body: NewWithdrawal,
  ids: Ids,
  providers: Providers,
): Asked<WithdrawRequest> {
  const { accountId, amount, currency, destination, quoteId = null, metadata = {} } = body;
  return {
    command: RequestWithdrawCommand,
    data: {
      accountId,
      requested: moneyOf(amount, currency),
      provider: providerFor(providers, 'destination', destination),
      destination,
      quoteId,
      metadata,
    },
    stream: { kind: 'withdraw', id: ids.next('wdr') },
    currencies: [{ pointer: '/currency', code: currency }],
    touches: { accountIds: [accountId], quoteIds: quoteId === null ? [] : [quoteId] },
  };
}
