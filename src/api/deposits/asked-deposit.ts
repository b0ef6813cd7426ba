import { RequestDepositCommand, type DepositRequest } from '../../flows/deposit/deposit.messages';
import type { Ids } from '../../kernel/ids';
import { moneyOf } from '../../money';
import type { Providers } from '../../providers/provider.port';
import type { Asked } from '../edge/order-desk';
import { providerFor } from '../flow-resources/payment-method';
import type { NewDeposit } from './deposits.schemas';

/**
 * A body of `POST /v1/deposits`, as what it asks for. `invalid-field` for a means of payment that
 * nobody knows.
 */
export function askedDeposit(
  body: NewDeposit,
  ids: Ids,
  providers: Providers,
): Asked<DepositRequest> {
  const { accountId, amount, currency, source, quoteId = null, metadata = {} } = body;
  return {
    command: RequestDepositCommand,
    data: {
      accountId,
      requested: moneyOf(amount, currency),
      provider: providerFor(providers, 'source', source),
      source,
      quoteId,
      metadata,
    },
    stream: { kind: 'deposit', id: ids.next('dep') },
    currencies: [{ pointer: '/currency', code: currency }],
    touches: { accountIds: [accountId], quoteIds: quoteId === null ? [] : [quoteId] },
  };
}
