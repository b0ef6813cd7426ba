import { z } from 'zod';
import { idText, nameText } from '../../http/fields';

export const newKey = z.strictObject({
  name: nameText,
  role: z.enum(['admin', 'member']).default('member'),
});
export type NewKey = z.infer<typeof newKey>;

export const keyPath = idText('key');
