/** A decimal number, exactly: `digits` × 10^-`scale`. */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

const pow10 = (exponent: number): bigint => 10n ** BigInt(exponent);

/** The shortest form of the same number: no trailing zeros behind the point. */
function reduced({ digits, scale }: Decimal): Decimal {
  let [short, places] = [digits, scale];
  while (places > 0 && short % 10n === 0n) [short, places] = [short / 10n, places - 1];
  return { digits: short, scale: places };
}

export const times = (a: Decimal, b: Decimal): Decimal => ({
  digits: a.digits * b.digits,
  scale: a.scale + b.scale,
});

export function minus(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  const digitsOf = (one: Decimal): bigint => one.digits * pow10(scale - one.scale);
  return { digits: digitsOf(a) - digitsOf(b), scale };
}

export const plus = (a: Decimal, b: Decimal): Decimal =>
  minus(a, { digits: -b.digits, scale: b.scale });

/** `half-even`: to the nearest, and of two equally near to the even one. */
export type Rounding = 'down' | 'up' | 'half-even';

/** Minor units of a number that is not negative. */
export function minorUnits(number: Decimal, exponent: number, rounding: Rounding): bigint {
  const shift = number.scale - exponent;
  if (shift <= 0) return number.digits * pow10(-shift);
  const unit = pow10(shift);
  const [whole, rest] = [number.digits / unit, number.digits % unit];
  const isMore = {
    down: false,
    up: rest > 0n,
    'half-even': 2n * rest > unit || (2n * rest === unit && whole % 2n === 1n),
  }[rounding];
  return isMore ? whole + 1n : whole;
}

/** 1 / number to 18 significant digits, the rest cut off. The number is above zero. */
export function inverse(number: Decimal): Decimal {
  const { digits, scale } = reduced(number);
  let places = 0;
  const quotient = (): bigint => pow10(scale + places) / digits;
  while (scale + places < 0 || quotient() < pow10(17)) places++;
  while (quotient() >= pow10(18)) places--;
  const whole = quotient();
  return reduced(
    places >= 0 ? { digits: whole, scale: places } : { digits: whole * pow10(-places), scale: 0 },
  );
}

/** Padded to that many places: `-0.05`. */
export function fixed(minor: bigint, exponent: number): string {
  const sign = minor < 0n ? '-' : '';
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  return exponent === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-exponent)}`;
}

/** The way back from `fixed`. */
export const minorOf = (amount: string): bigint => BigInt(amount.replace('.', ''));

/** As short as it can be written: `0.5`, `100`. */
export function plain(number: Decimal): string {
  const { digits, scale } = reduced(number);
  return fixed(digits, scale);
}
