import { type z } from 'zod';
import { accountId, idText, metadata, quoteId, withMoney } from '../../http/fields';
import { paymentMethod } from '../flow-resources/flow-resources.schemas';

export const newWithdrawal = withMoney({
  accountId,
  destination: paymentMethod,
  quoteId: quoteId.optional(),
  metadata: metadata.optional(),
}).meta({ id: 'NewWithdrawal' });
export type NewWithdrawal = z.infer<typeof newWithdrawal>;

export const withdrawalPath = idText('wdr');
