import { z } from 'zod';
import type { Currency } from '../../money';
import { shownCurrency } from '../edge/shown';

export const shownCurrencyItself = z
  .strictObject({
    code: shownCurrency,
    exponent: z.int().describe('How many decimals an amount of it has.'),
    name: z.string(),
    kind: z.enum(['fiat', 'crypto']),
    numeric: z.string().nullable().describe('The numeric code of ISO 4217.'),
  })
  .meta({ id: 'Currency' });

export type CurrencyView = z.infer<typeof shownCurrencyItself>;

/** A currency as the API shows it: an amount of it has `exponent` decimals. */
export const currencyView = ({ code, exponent, name, kind, numeric }: Currency): CurrencyView => ({
  code,
  exponent,
  name,
  kind,
  numeric,
});
