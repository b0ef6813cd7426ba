import { type z } from 'zod';
import { accountId, idText, metadata, quoteId, withMoney } from '../../http/fields';
import { paymentMethod } from '../flow-resources/flow-resources.schemas';

export const newDeposit = withMoney({
  accountId,
  source: paymentMethod,
  quoteId: quoteId.optional(),
  metadata: metadata.optional(),
}).meta({ id: 'NewDeposit' });
export type NewDeposit = z.infer<typeof newDeposit>;

export const depositPath = idText('dep');
