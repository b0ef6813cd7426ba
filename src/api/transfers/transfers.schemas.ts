import type { z } from 'zod';
import { accountId, idText, metadata, withMoney } from '../../http/fields';

export const newTransfer = withMoney({
  fromAccountId: accountId,
  toAccountId: accountId,
  metadata: metadata.optional(),
});
export type NewTransfer = z.infer<typeof newTransfer>;

export const transferPath = idText('trf');
