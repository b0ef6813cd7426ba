import type { Chance } from '../chance';

/** What customers hold and pay in: the decimals of the currency, and what is a lot of it. */
const currencies = {
  EUR: { decimals: 2, most: 900_00n },
  USD: { decimals: 2, most: 950_00n },
  JPY: { decimals: 0, most: 140_000n },
  KWD: { decimals: 3, most: 280_000n },
  BTC: { decimals: 8, most: 1_300_000n },
} as const;

export type Code = keyof typeof currencies;
export const codes = Object.keys(currencies) as Code[];

/** Pinned before the load begins; every other pair is bridged over the dollar. */
export const pins = [
  ['USD', 'EUR', '0.92'],
  ['USD', 'JPY', '150.19'],
  ['KWD', 'USD', '3.2545'],
  ['BTC', 'USD', '68123.45'],
] as const;

/** An amount as it stands on the wire, in minor units: no number ever holds money. */
export function minorUnits(amount: string, currency: string): bigint {
  const { decimals } = currencies[currency as Code];
  const [whole = '', fraction = ''] = amount.split('.');
  if (fraction.length !== decimals) throw new Error(`${amount} ${currency} is not padded.`);
  return BigInt(whole + fraction);
}

function onTheWire(minor: bigint, code: Code): string {
  const { decimals } = currencies[code];
  const digits = String(minor).padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  return decimals === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** Up to what is a lot of the currency, in any digits. */
export function anyAmount(code: Code, chance: Chance, times = 1n): string {
  const { most } = currencies[code];
  const parts = BigInt(chance.whole(1, 1_000_000));
  const minor = (most * times * parts) / 1_000_000n;
  return onTheWire(minor > 0n ? minor : 1n, code);
}

/** So many times what is a lot of the currency. */
export const aLot = (code: Code, times: bigint): string =>
  onTheWire(currencies[code].most * times, code);
