import type { z } from 'zod';
import { accountId, idText, metadata, quoteId, withMoney } from '../../http/fields';

export const newTransfer = withMoney({
  fromAccountId: accountId,
  toAccountId: accountId,
  quoteId: quoteId.optional(),
  metadata: metadata.optional(),
}).meta({ id: 'NewTransfer' });
export type NewTransfer = z.infer<typeof newTransfer>;

export const transferPath = idText('trf');
