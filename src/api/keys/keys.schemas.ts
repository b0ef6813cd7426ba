import { z } from 'zod';
import { idText, lineOfText } from '../../http/fields';

export const newKey = z
  .strictObject({
    name: lineOfText,
    role: z.enum(['admin', 'member']).default('member'),
  })
  .meta({ id: 'KeyToMake' });
export type NewKey = z.infer<typeof newKey>;

export const keyPath = idText('key');
