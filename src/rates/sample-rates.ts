import { inverseOf } from '../money';
import type { StoredRate } from './rate';

const AS_OF = '2023-12-29T15:00:00.000Z';

/**
 * Units of each currency for one euro: the euro foreign exchange reference rates that the European
 * Central Bank published on 29 December 2023, without trailing zeros. The Bulgarian lev stood in
 * that list too; it is left out, since the euro has replaced it.
 */
const UNITS_FOR_ONE_EURO: readonly (readonly [quote: string, value: string])[] = [
  ['AUD', '1.6263'],
  ['BRL', '5.3618'],
  ['CAD', '1.4642'],
  ['CHF', '0.926'],
  ['CNY', '7.8509'],
  ['CZK', '24.724'],
  ['DKK', '7.4529'],
  ['GBP', '0.86905'],
  ['HKD', '8.6314'],
  ['HUF', '382.8'],
  ['IDR', '17079.71'],
  ['ILS', '3.9993'],
  ['INR', '91.9045'],
  ['ISK', '150.5'],
  ['JPY', '156.33'],
  ['KRW', '1433.66'],
  ['MXN', '18.7231'],
  ['MYR', '5.0775'],
  ['NOK', '11.2405'],
  ['NZD', '1.7504'],
  ['PHP', '61.283'],
  ['PLN', '4.3395'],
  ['RON', '4.9756'],
  ['SEK', '11.096'],
  ['SGD', '1.4591'],
  ['THB', '37.973'],
  ['TRY', '32.6531'],
  ['USD', '1.105'],
  ['ZAR', '20.3477'],
];

/**
 * The bundled rates of one past day, for development and tests; production does not use them.
 * They do not age. Every other pair of these currencies is their inverse or their bridge over EUR.
 */
export const sampleRates: readonly StoredRate[] = UNITS_FOR_ONE_EURO.map(([quote, value]) => ({
  value,
  base: 'EUR',
  quote,
  source: 'sample',
  asOf: AS_OF,
  inverse: inverseOf(value),
}));
