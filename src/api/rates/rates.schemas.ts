import { z } from 'zod';
import { currencyCode, rateText, pageFields } from '../../http/fields';

export const ratesQuery = z.strictObject({ ...pageFields, base: currencyCode });
export type RatesQuery = z.infer<typeof ratesQuery>;

/** Units of the quote currency for one of the base. */
export const pin = z.strictObject({ rate: rateText }).meta({ id: 'Pin' });
export type Pin = z.infer<typeof pin>;

export const basePath = currencyCode;
export const quotePath = currencyCode.meta({ examples: ['USD'] });
