import fc from 'fast-check';
import {
  add,
  atLeast,
  atMost,
  convert,
  currencies,
  equal,
  exponentOf,
  fromMinor,
  inverseOf,
  isNegative,
  isPositive,
  isZero,
  moneyOf,
  negate,
  parseAllowance,
  parseAmount,
  parseRate,
  productOf,
  subtract,
  sum,
  toMinor,
  zero,
  type Money,
  type Rounding,
} from '.';

/**
 * Laws of money, over every currency and amounts of up to 48 digits. What they compare with is
 * whole-number arithmetic on bigint and shares nothing with decimal.js.
 */
const codes = currencies.map(({ code }) => code);
const LARGEST = 10n ** 48n - 1n;

const aCurrency = fc.constantFrom(...codes);
const aRounding = fc.constantFrom<Rounding>('down', 'up', 'half-even');
const someUnits = fc.oneof(
  fc.bigInt({ min: -LARGEST, max: LARGEST }),
  fc.bigInt({ min: -1_000n, max: 1_000n }),
);

/** `count` amounts of one currency. */
const amounts = (count: number): fc.Arbitrary<readonly Money[]> =>
  fc
    .tuple(aCurrency, fc.array(someUnits, { minLength: count, maxLength: count }))
    .map(([currency, units]) => units.map((unit) => fromMinor(String(unit), currency)));

/** An amount that a request may carry: at most 30 digits before the point, zero included. */
const aRequested = aCurrency.chain((currency) =>
  fc
    .oneof(
      fc.bigInt({ min: 0n, max: 10n ** BigInt(30 + exponentOf(currency)) - 1n }),
      fc.bigInt({ min: 0n, max: 100_000n }),
    )
    .map((units) => fromMinor(String(units), currency)),
);

/** A number as digits / 10^scale, which is what plain decimal text is. */
interface Fraction {
  readonly digits: bigint;
  readonly scale: number;
}

const fractionOf = (text: string): Fraction => ({
  digits: BigInt(text.replace('.', '')),
  scale: text.includes('.') ? text.length - text.indexOf('.') - 1 : 0,
});

const textOf = ({ digits, scale }: Fraction): string => {
  const padded = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0');
  const whole = padded.slice(0, padded.length - scale);
  const rest = padded.slice(padded.length - scale).replace(/0+$/, '');
  return `${digits < 0n ? '-' : ''}${whole}${rest && `.${rest}`}`;
};

const at = ({ digits, scale }: Fraction, finer: number): bigint =>
  digits * 10n ** BigInt(finer - scale);

/** A rate as a client may send it: 18 significant digits anywhere between 10^-18 and 10^18. */
const aRate = fc
  .tuple(fc.bigInt({ min: 1n, max: 10n ** 18n - 1n }), fc.integer({ min: 0, max: 35 }))
  .map(([digits, scale]) => textOf({ digits, scale }))
  .filter((text) => parseRate(text).kind === 'parsed');

/** Rates of one step and rates bridged over a third currency. */
const anyRate = fc.oneof(
  aRate,
  fc.tuple(aRate, aRate).map(([a, b]) => productOf(a, b)),
);

const floorDiv = (a: bigint, b: bigint): bigint => a / b - (a % b !== 0n && a < 0n ? 1n : 0n);

/** How a conversion rounds, told once more in whole numbers. */
const roundedBy: Record<Rounding, (a: bigint, b: bigint) => bigint> = {
  down: floorDiv,
  up: (a, b) => -floorDiv(-a, b),
  'half-even': (a, b) => {
    const below = floorDiv(a, b);
    const twice = (a - below * b) * 2n;
    const even = below % 2n === 0n;
    return twice < b || (twice === b && even) ? below : below + 1n;
  },
};

const units = (money: Money): bigint => BigInt(toMinor(money));

describe('laws of text', () => {
  it('reads what it wrote: parse after print is the identity', () => {
    fc.assert(
      fc.property(aRequested, (money) => {
        expect(parseAllowance(money.amount, money.currency)).toEqual({ kind: 'parsed', money });
        expect(moneyOf(money.amount, money.currency)).toEqual(money);
      }),
    );
  });

  it('reads an amount exactly when it is greater than zero', () => {
    fc.assert(
      fc.property(aRequested, (money) => {
        const parsed = parseAmount(money.amount, money.currency);
        expect(parsed.kind).toBe(isZero(money) ? 'refused' : 'parsed');
      }),
    );
  });

  it('has one text for one amount', () => {
    fc.assert(
      fc.property(amounts(2), ([a, b]) => {
        expect(a!.amount === b!.amount).toBe(units(a!) === units(b!));
      }),
    );
  });

  it('goes to minor units and back', () => {
    fc.assert(
      fc.property(aCurrency, someUnits, (currency, minor) => {
        expect(toMinor(fromMinor(String(minor), currency))).toBe(String(minor));
      }),
    );
  });

  it('answers any text at all, and what it reads is canonical', () => {
    const nearly = fc.string({ unit: fc.constantFrom(...'0 1 5 9 . - + e x _ , ٥'.split(' ')) });
    fc.assert(
      fc.property(fc.oneof(nearly, fc.string(), fc.anything()), aCurrency, (input, currency) => {
        const parsed = parseAllowance(input, currency);
        const again =
          parsed.kind === 'parsed' ? moneyOf(input as string, currency) : zero(currency);
        expect(parsed.kind === 'parsed' ? parsed.money : zero(currency)).toEqual(again);
        expect(['parsed', 'refused']).toContain(parseRate(input).kind);
      }),
      { numRuns: 2_000 },
    );
  });

  it('keeps 18 decimals over 2^63 digit for digit', () => {
    const overflowing = fc.bigInt({ min: 2n ** 63n, max: LARGEST });
    fc.assert(
      fc.property(overflowing, (wei) => {
        const digits = String(wei).padStart(19, '0');
        const amount = `${digits.slice(0, -18)}.${digits.slice(-18)}`;
        expect(parseAmount(amount, 'ETH')).toEqual({
          kind: 'parsed',
          money: { amount, currency: 'ETH' },
        });
        expect(toMinor(moneyOf(amount, 'ETH'))).toBe(String(wei));
        expect(convert(moneyOf(amount, 'ETH'), '1', 'ETH', 'down').rounded.amount).toBe(amount);
      }),
    );
  });
});

describe('laws of sums and comparisons', () => {
  it('adds, subtracts and negates as whole minor units do', () => {
    fc.assert(
      fc.property(amounts(2), ([a, b]) => {
        expect(units(add(a!, b!))).toBe(units(a!) + units(b!));
        expect(units(subtract(a!, b!))).toBe(units(a!) - units(b!));
        expect(units(negate(a!))).toBe(-units(a!));
      }),
    );
  });

  it('compares as whole minor units do', () => {
    fc.assert(
      fc.property(amounts(2), ([a, b]) => {
        expect(atLeast(a!, b!)).toBe(units(a!) >= units(b!));
        expect(atMost(a!, b!)).toBe(units(a!) <= units(b!));
        expect(equal(a!, b!)).toBe(units(a!) === units(b!));
        expect(isZero(a!)).toBe(units(a!) === 0n);
        expect(isPositive(a!)).toBe(units(a!) > 0n);
        expect(isNegative(a!)).toBe(units(a!) < 0n);
      }),
    );
  });

  it('adds in any order and in any grouping', () => {
    fc.assert(
      fc.property(amounts(3), ([a, b, c]) => {
        expect(add(a!, b!)).toEqual(add(b!, a!));
        expect(add(add(a!, b!), c!)).toEqual(add(a!, add(b!, c!)));
        expect(sum(a!.currency, [c!, a!, b!])).toEqual(add(a!, add(b!, c!)));
      }),
    );
  });

  it('takes away what it added', () => {
    fc.assert(
      fc.property(amounts(2), ([a, b]) => {
        expect(subtract(add(a!, b!), b!)).toEqual(a);
        expect(add(a!, negate(a!))).toEqual(zero(a!.currency));
      }),
    );
  });
});

describe('laws of rates', () => {
  it('reads what it wrote', () => {
    fc.assert(
      fc.property(aRate, (rate) => {
        expect(parseRate(rate)).toEqual({ kind: 'parsed', rate });
      }),
    );
  });

  it('multiplies exactly, in either order', () => {
    fc.assert(
      fc.property(aRate, aRate, (a, b) => {
        const [x, y] = [fractionOf(a), fractionOf(b)];
        const product = textOf({ digits: x.digits * y.digits, scale: x.scale + y.scale });
        expect(productOf(a, b)).toBe(product);
        expect(productOf(b, a)).toBe(product);
      }),
    );
  });

  it('inverts to a rate again, never more than the true inverse and one digit from it', () => {
    fc.assert(
      fc.property(aRate, (rate) => {
        const inverse = inverseOf(rate);
        expect(parseRate(inverse)).toEqual({ kind: 'parsed', rate: inverse });
        const [x, y] = [fractionOf(rate), fractionOf(inverse)];
        const one = 10n ** BigInt(x.scale + y.scale);
        // Padded to 18 significant digits, so that the last one is the 18th.
        const missing = Math.max(0, 18 - String(y.digits).length);
        const lastDigit = one * 10n ** BigInt(missing);
        const found = x.digits * y.digits * 10n ** BigInt(missing);
        expect(found <= lastDigit).toBe(true);
        expect(found + x.digits > lastDigit).toBe(true);
      }),
    );
  });
});

describe('laws of conversion', () => {
  it('multiplies and rounds as whole numbers do, and leaves an exact remainder', () => {
    fc.assert(
      fc.property(aRequested, anyRate, aCurrency, aRounding, (money, rate, into, rounding) => {
        const [amount, factor] = [fractionOf(money.amount), fractionOf(rate)];
        const exact = { digits: amount.digits * factor.digits, scale: amount.scale + factor.scale };
        const exponent = exponentOf(into);
        const scale = Math.max(exact.scale, exponent);
        const minor = roundedBy[rounding](at(exact, scale), 10n ** BigInt(scale - exponent));
        const left = at(exact, scale) - at({ digits: minor, scale: exponent }, scale);
        expect(convert(money, rate, into, rounding)).toEqual({
          exact: textOf(exact),
          rounded: fromMinor(String(minor), into),
          remainder: textOf({ digits: left, scale }),
        });
      }),
      { numRuns: 1_000 },
    );
  });

  it('rounds down to no more and up to no less than the exact product, a unit apart at most', () => {
    fc.assert(
      fc.property(amounts(1), aRate, aCurrency, ([money], rate, into) => {
        const down = convert(money!, rate, into, 'down');
        const up = convert(money!, rate, into, 'up');
        const even = convert(money!, rate, into, 'half-even').rounded;
        expect(down.remainder).not.toMatch(/^-/);
        expect(up.remainder).toMatch(/^(-|0$)/);
        expect(units(up.rounded) - units(down.rounded)).toBe(down.remainder === '0' ? 0n : 1n);
        expect([down.rounded.amount, up.rounded.amount]).toContain(even.amount);
      }),
    );
  });

  it('never gains there and back', () => {
    fc.assert(
      fc.property(aRequested, aRate, aCurrency, (money, rate, into) => {
        const there = convert(money, rate, into, 'down').rounded;
        const back = convert(there, inverseOf(rate), money.currency, 'down').rounded;
        expect(atMost(back, money)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('changes nothing at the identity rate', () => {
    fc.assert(
      fc.property(aRequested, aRounding, (money, rounding) => {
        const { rounded, remainder } = convert(money, '1', money.currency, rounding);
        expect(rounded).toEqual(money);
        expect(remainder).toBe('0');
      }),
    );
  });
});
