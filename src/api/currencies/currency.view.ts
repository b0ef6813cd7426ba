import { z } from 'zod';
import { currencies, findCurrency, type Currency } from '../../money';
import type { OwnCurrency } from '../../tenancy/tenancy';
import { shownCurrency } from '../edge/shown';

export const shownCurrencyItself = z
  .strictObject({
    code: shownCurrency,
    exponent: z.int().describe('How many decimals an amount of it has.'),
    name: z.string(),
    kind: z.enum(['fiat', 'crypto', 'custom']).describe('`custom`: you have added it.'),
    numeric: z.string().nullable().describe('The numeric code of ISO 4217.'),
  })
  .meta({ id: 'Currency' });

export type CurrencyView = z.infer<typeof shownCurrencyItself>;

/** A currency as the API shows it: an amount of it has `exponent` decimals. */
export const currencyView = ({
  code,
  exponent,
  name,
  kind,
  numeric,
}: Currency | CustomCurrency): CurrencyView => ({ code, exponent, name, kind, numeric });

type CustomCurrency = Omit<Currency, 'kind'> & { readonly kind: 'custom' };

const custom = ({ code, exponent, name }: OwnCurrency): CustomCurrency => ({
  code,
  exponent,
  name,
  kind: 'custom',
  numeric: null,
});

/** What a tenant may use, sorted by code: what is built in, and what it has added. */
export const currenciesOf = (own: readonly OwnCurrency[]): readonly (Currency | CustomCurrency)[] =>
  [...currencies, ...own.map(custom)].sort((a, b) => (a.code < b.code ? -1 : 1));

export function currencyOf(
  own: readonly OwnCurrency[],
  code: string,
): Currency | CustomCurrency | undefined {
  const builtIn = findCurrency(code);
  if (builtIn.kind === 'known') return builtIn.currency;
  return own.filter((one) => one.code === code).map(custom)[0];
}
