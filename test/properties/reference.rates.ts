import { inverse, times, type Decimal } from './decimals';

/** What the reference counts in: minor units by these exponents, written down here by hand. */
export const EXPONENTS = { BTC: 8, ETH: 18, EUR: 2, JPY: 0, KWD: 3, USD: 2 } as const;
export type Currency = keyof typeof EXPONENTS;
export const CURRENCIES = Object.keys(EXPONENTS) as readonly Currency[];

/** Units of the quote for one of the base, and its inverse as it was when it was pinned. */
export interface Pin {
  readonly value: Decimal;
  readonly inverse: Decimal;
}
/** By `base/quote`. */
export type Pins = Map<string, Pin>;

export const pinOf = (value: Decimal): Pin => ({ value, inverse: inverse(value) });

interface Leg {
  readonly value: Decimal;
  readonly inverses: number;
}

/** Pinned as it is, or else turned round. */
function legOf(pins: Pins, base: string, quote: string): Leg | undefined {
  const direct = pins.get(`${base}/${quote}`);
  if (direct) return { value: direct.value, inverses: 0 };
  const opposite = pins.get(`${quote}/${base}`);
  return opposite && { value: opposite.inverse, inverses: 1 };
}

const MAIN = ['USD', 'EUR'];
const rank = (currency: string): string =>
  `${String(MAIN.includes(currency) ? MAIN.indexOf(currency) : MAIN.length)}${currency}`;

/** The rate between two currencies; undefined where nobody knows one. */
export function rateBetween(pins: Pins, base: string, quote: string): Decimal | undefined {
  if (base === quote) return { digits: 1n, scale: 0 };
  const known = legOf(pins, base, quote);
  if (known) return known.value;
  const bridges = CURRENCIES.flatMap((via) => {
    const legs = [legOf(pins, base, via), legOf(pins, via, quote)] as const;
    if (!legs[0] || !legs[1]) return [];
    const inverses = legs[0].inverses + legs[1].inverses;
    return [
      { order: `${String(inverses)}${rank(via)}`, value: times(legs[0].value, legs[1].value) },
    ];
  });
  return bridges.sort((a, b) => (a.order < b.order ? -1 : 1))[0]?.value;
}
