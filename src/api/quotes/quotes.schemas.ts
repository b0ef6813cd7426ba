import { type z } from 'zod';
import { currencyCode, idText, quotedAmount } from '../../http/fields';

export const newQuote = quotedAmount({ from: currencyCode, to: currencyCode }).meta({
  id: 'NewQuote',
});
export type NewQuote = z.infer<typeof newQuote>;

export const quotePath = idText('quo');
