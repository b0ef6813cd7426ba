import { z } from 'zod';
import { currencyCode, rateText, tableFields } from '../../http/fields';

export const ratesQuery = z.strictObject({ ...tableFields, base: currencyCode });
export type RatesQuery = z.infer<typeof ratesQuery>;

/** Units of the quote currency for one of the base. */
export const pin = z.strictObject({ rate: rateText });
export type Pin = z.infer<typeof pin>;

export const currencyPath = currencyCode;
