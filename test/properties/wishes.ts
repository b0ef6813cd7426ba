import fc, { type Arbitrary } from 'fast-check';
import {
  BOUNDS,
  ENDS,
  KINDS,
  METHODS,
  ROUNDINGS,
  type Amount,
  type Asked,
  type Bound,
  type Deed,
  type Kind,
  type Limits,
  type LimitsPatch,
  type Method,
  type News,
  type Who,
} from './deeds';
import type { Decimal } from './decimals';
import type { Reference } from './reference';
import { CURRENCIES, EXPONENTS, type Currency } from './reference.rates';

/**
 * What a run asks for before it is known what there will be: accounts and flows are picked by
 * chance, and amounts may ask to lie on the very edge of a bound. A wish becomes a deed when its
 * turn comes, by what the reference knows then.
 */
export interface Wish {
  readonly deed: WishedDeed;
  readonly isKeyed: boolean;
  readonly isDryRun: boolean;
}

/** The same request a second time, with its own body or with another one. */
export interface Again {
  readonly again: number;
  readonly body: 'the same' | 'another';
}

type Pick = number | 'nobody' | 'of another tenant';

/** Digits of a currency that is not known yet: what lies off its grid is cut off. */
interface Digits {
  readonly whole: number;
  readonly fraction: bigint;
}

type WishedAmount =
  | { readonly kind: 'some'; readonly digits: Digits; readonly currency: Currency | 'its own' }
  | {
      readonly kind: 'on the edge';
      readonly of: Bound | 'available';
      readonly beyond: bigint;
      readonly digits: Digits;
    };

/** Whether the flow asks for what was quoted, or for something else. */
interface WishedQuote {
  readonly quote: Pick;
  readonly fits: boolean;
}

type WishedLimits = Partial<Record<Kind, Partial<Record<Bound, Digits | null>>>>;

type WishedDeed =
  | {
      readonly kind: 'open';
      readonly currency: Currency;
      readonly limits: WishedLimits;
      readonly overdraft: Digits;
      readonly reference: string | null;
    }
  | {
      readonly kind: 'change';
      readonly account: Pick;
      readonly limits: WishedLimits;
      readonly overdraft: Digits | 'as much as is used' | null;
      readonly version: 'seen' | 'older' | null;
    }
  | { readonly kind: 'freeze' | 'unfreeze' | 'close'; readonly account: Pick }
  | {
      readonly kind: 'deposit' | 'withdraw';
      readonly account: Pick;
      readonly requested: WishedAmount;
      readonly method: Method;
      readonly quoted: WishedQuote | null;
    }
  | {
      readonly kind: 'transfer';
      readonly from: Pick;
      readonly to: Pick;
      readonly isOntoItself: boolean;
      readonly requested: WishedAmount;
      readonly quoted: WishedQuote | null;
    }
  | { readonly kind: 'cancel'; readonly flow: number }
  | {
      readonly kind: 'quote';
      readonly from: Currency;
      readonly digits: Digits;
      /** The currency of this account, or any. */
      readonly into: number | Currency;
    }
  | Extract<Deed, { kind: 'pin' | 'unpin' | 'settings' }>;

const FINEST = 18;

const kindsOf = <K extends string>(...kinds: readonly K[]): Arbitrary<K> =>
  fc.constantFrom(...kinds);

const currencies = fc.constantFrom(...CURRENCIES);

/** Small enough for limits to matter, and every digit of every currency is used. */
const digits: Arbitrary<Digits> = fc.record({
  whole: fc.oneof(fc.nat(20), fc.nat(2_000)),
  fraction: fc.oneof(
    { weight: 2, arbitrary: fc.constant(0n) },
    { weight: 3, arbitrary: fc.bigInt(0n, 10n ** BigInt(FINEST) - 1n) },
  ),
});

const picks: Arbitrary<Pick> = fc.oneof(
  { weight: 60, arbitrary: fc.nat(7) },
  { weight: 1, arbitrary: fc.constant('nobody' as const) },
  { weight: 1, arbitrary: fc.constant('of another tenant' as const) },
);

const amounts: Arbitrary<WishedAmount> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('some' as const),
      digits,
      currency: fc.oneof(fc.constant('its own' as const), currencies),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('on the edge' as const),
      of: fc.constantFrom(...BOUNDS, 'available' as const, 'available' as const),
      beyond: fc.constantFrom(0n, 1n, -1n),
      digits,
    }),
  },
);

const quotedOrNot: Arbitrary<WishedQuote | null> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  {
    weight: 2,
    arbitrary: fc.record({ quote: picks, fits: fc.nat(5).map((one) => one > 0) }),
  },
);

const low = fc.record({ whole: fc.nat(10), fraction: fc.constant(0n) });
const high = fc.record({
  whole: fc.oneof(fc.nat(100), fc.integer({ min: 500, max: 5_000 })),
  fraction: fc.constantFrom(0n, 10n ** BigInt(FINEST) - 1n),
});
const bounds = fc.record(
  {
    min: fc.option(low, { freq: 2 }),
    max: fc.option(high, { freq: 2 }),
    daily: fc.option(high, { freq: 2 }),
  },
  { requiredKeys: [] },
);
const limits: Arbitrary<WishedLimits> = fc.record(
  { deposit: bounds, withdraw: bounds, transfer: bounds },
  { requiredKeys: [] },
);

/** Up to 18 significant digits, mostly near 1: what is far from it comes to zero or to riches. */
const rates: Arbitrary<Decimal> = fc.oneof(
  { weight: 4, arbitrary: rate(999_999n, 6) },
  { weight: 4, arbitrary: rate(10n ** 18n - 1n, 17) },
  { weight: 1, arbitrary: rate(10n ** 18n - 1n, 0) },
  { weight: 1, arbitrary: rate(99n, 18) },
);

function rate(most: bigint, scale: number): Arbitrary<Decimal> {
  return fc
    .record({
      digits: fc.bigInt(1n, most),
      places: fc.integer({ min: Math.max(0, scale - 3), max: scale }),
    })
    .map(({ digits: all, places }) => ({ digits: all, scale: places }));
}

const NOTHING: Digits = { whole: 0, fraction: 0n };

/** Few enough to be taken. */
const references: Arbitrary<string | null> = fc.option(kindsOf('first', 'second', 'third'), {
  freq: 2,
});

export const openings: Arbitrary<Wish> = forGood(
  fc.record({
    kind: fc.constant('open' as const),
    currency: currencies,
    limits,
    overdraft: fc.oneof(fc.constant(NOTHING), digits),
    reference: references,
  }),
);

export const pins: Arbitrary<Wish> = forGood(
  fc.record({
    kind: fc.constant('pin' as const),
    base: currencies,
    quote: currencies,
    rate: rates,
  }),
);

function forGood(deed: Arbitrary<WishedDeed>): Arbitrary<Wish> {
  return deed.map((one) => ({ deed: one, isKeyed: false, isDryRun: false }));
}

const money: Arbitrary<WishedDeed> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: kindsOf('deposit', 'withdraw'),
      account: picks,
      requested: amounts,
      method: fc.constantFrom(...METHODS),
      quoted: quotedOrNot,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: kindsOf('transfer'),
      from: picks,
      to: picks,
      isOntoItself: fc.nat(14).map((one) => one === 0),
      requested: amounts,
      quoted: quotedOrNot,
    }),
  },
);

const settings: Arbitrary<WishedDeed> = fc.oneof(
  fc.record({ kind: kindsOf('freeze', 'unfreeze', 'unfreeze', 'close'), account: picks }),
  fc.record({
    kind: kindsOf('change'),
    account: picks,
    limits,
    overdraft: fc.option(fc.oneof(digits, fc.constant('as much as is used' as const))),
    version: fc.constantFrom(null, null, 'seen' as const, 'older' as const),
  }),
  fc.record({ kind: kindsOf('unpin'), base: currencies, quote: currencies }),
  fc.record({
    kind: kindsOf('settings'),
    spread: fc.constantFrom(null, 0, 1, 50, 125, 9_999),
    rounding: fc.constantFrom(null, ...ROUNDINGS),
  }),
);

const quotes: Arbitrary<WishedDeed> = fc.record({
  kind: kindsOf('quote'),
  from: currencies,
  digits,
  into: fc.oneof({ weight: 4, arbitrary: fc.nat(7) }, currencies),
});

const cancels: Arbitrary<WishedDeed> = fc.record({
  kind: kindsOf('cancel'),
  flow: fc.oneof({ weight: 3, arbitrary: fc.nat(3) }, fc.nat(100)),
});

export const wishes: Arbitrary<Wish | Again> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      deed: money,
      isKeyed: fc.boolean(),
      isDryRun: fc.nat(9).map((one) => one === 0),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      deed: settings,
      isKeyed: fc.boolean(),
      isDryRun: fc.constant(false),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      deed: cancels,
      isKeyed: fc.boolean(),
      isDryRun: fc.nat(9).map((one) => one === 0),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ deed: quotes, isKeyed: fc.boolean(), isDryRun: fc.constant(false) }),
  },
  { weight: 1, arbitrary: pins },
  { weight: 1, arbitrary: openings },
  {
    weight: 2,
    arbitrary: fc.record({
      again: fc.nat(30),
      body: kindsOf('the same', 'the same', 'another'),
    }),
  },
);

/** Finds what a wish names in the reference; undefined where there is nothing to be named yet. */
export class Wishes {
  private readonly keyed: Asked[] = [];

  constructor(private readonly reference: Reference) {}

  asked(wish: Wish | Again): Asked | undefined {
    if ('again' in wish) return this.again(wish);
    const key = wish.isKeyed ? `key ${String(this.keyed.length)}` : null;
    const deed = this.deed(wish.deed);
    if (deed === undefined) return undefined;
    const asked = { deed, key, body: 'its own', isDryRun: wish.isDryRun };
    if (key !== null) this.keyed.push(asked);
    return asked;
  }

  private again({ again, body }: Again): Asked | undefined {
    const before = this.keyed[again % this.keyed.length];
    return before && (body === 'another' ? { ...before, body } : before);
  }

  private deed(wish: WishedDeed): Deed | undefined {
    switch (wish.kind) {
      case 'open':
        return {
          ...wish,
          overdraft: onGrid(wish.overdraft, wish.currency),
          limits: limitsWith(patchOf(wish.limits, wish.currency)),
        };
      case 'change':
        return this.change(wish);
      case 'freeze':
      case 'unfreeze':
      case 'close':
        return { ...wish, account: this.who(wish.account) };
      case 'deposit':
      case 'withdraw': {
        const { kind, method, quoted } = wish;
        const { who: account, quote, fitting } = this.quoted(quoted, this.who(wish.account));
        const requested = fitting ?? this.amount(wish.requested, account, kind);
        return { kind, account, requested, method, quote };
      }
      case 'transfer': {
        const first = this.who(wish.from);
        const other = wish.isOntoItself ? first : this.otherThan(first, this.who(wish.to));
        const { who: to, quote, fitting } = this.quoted(wish.quoted, other);
        const from = wish.isOntoItself ? to : this.otherThan(to, first);
        const requested = fitting ?? this.amount(wish.requested, from, 'transfer');
        return { kind: 'transfer', from, to, requested, quote };
      }
      case 'cancel':
        return this.cancel(wish.flow);
      case 'quote':
        return this.quote(wish);
      case 'pin':
      case 'unpin':
      case 'settings':
        return wish;
    }
  }

  private change(wish: WishedDeed & { kind: 'change' }): Deed {
    const who = this.who(wish.account);
    const account = this.account(who);
    const used = account ? account.held - account.posted : 0n;
    const currency = account?.currency ?? 'EUR';
    const overdraft =
      wish.overdraft === 'as much as is used'
        ? atLeastNothing(used)
        : wish.overdraft && onGrid(wish.overdraft, currency);
    const seen = account?.version ?? 1;
    const version = wish.version && (wish.version === 'seen' ? seen : seen - 1);
    return {
      kind: 'change',
      account: who,
      limits: patchOf(wish.limits, currency),
      overdraft,
      version,
    };
  }

  /** The quote of a flow; where the flow is to fit it, what it must ask for, and of whom. */
  private quoted(
    wish: WishedQuote | null,
    who: Who,
  ): { readonly who: Who; readonly quote: Who | null; readonly fitting?: Amount } {
    const { quotes: known } = this.reference;
    if (wish === null || known.length === 0) return { who, quote: null };
    const quote = picked(wish.quote, known);
    const named = typeof quote === 'number' ? known[quote] : undefined;
    if (!named || !wish.fits) return { who, quote };
    const isIts = (one: Who): boolean => this.account(one)?.currency === named.into;
    const its = this.reference.accounts.findIndex((_, index) => isIts(index));
    return { who: isIts(who) || its < 0 ? who : its, quote, fitting: named.from };
  }

  /** The latest flow but so many; undefined while there is none with a payment to come. */
  private cancel(back: number): Deed | undefined {
    const flows = this.reference.flows.filter(({ kind }) => kind !== 'transfer');
    const flow = flows.at(-1 - (back % flows.length));
    return flow && { kind: 'cancel', flow: flow.name };
  }

  private quote({ from, into, digits: asked }: WishedDeed & { kind: 'quote' }): Deed | undefined {
    const wanted = typeof into === 'number' ? this.account(this.who(into))?.currency : into;
    if (wanted === undefined || wanted === from) return undefined;
    const minor = atLeastOne(onGrid(asked, from));
    return { kind: 'quote', from: { minor, currency: from }, into: wanted };
  }

  private who(pick: Pick): Who {
    return picked(pick, this.reference.accounts);
  }

  private otherThan(one: Who, who: Who): Who {
    return typeof who === 'number' && who === one
      ? (who + 1) % this.reference.accounts.length
      : who;
  }

  private account(who: Who) {
    return typeof who === 'number' ? this.reference.accounts[who] : undefined;
  }

  private amount(wish: WishedAmount, who: Who, kind: Kind): Amount {
    const account = this.account(who);
    const own = account?.currency ?? 'EUR';
    if (wish.kind === 'some') {
      const currency = wish.currency === 'its own' ? own : wish.currency;
      return { minor: atLeastOne(onGrid(wish.digits, currency)), currency };
    }
    const edge = account && this.reference.left(account, kind, wish.of);
    const minor = edge === null || edge === undefined ? 0n : edge + wish.beyond;
    const isAskable = minor > 0n && minor < MOST * 10n ** BigInt(EXPONENTS[own]);
    return { minor: isAskable ? minor : atLeastOne(onGrid(wish.digits, own)), currency: own };
  }
}

const picked = (pick: Pick, { length }: readonly unknown[]): Who => {
  if (typeof pick !== 'number') return pick;
  return length === 0 ? 'nobody' : pick % length;
};

/** More digits before the point the API does not take. */
const MOST = 10n ** 30n;

const NONE = { min: null, max: null, daily: null };

const limitsWith = (patch: LimitsPatch): Limits => ({
  deposit: { ...NONE, ...patch.deposit },
  withdraw: { ...NONE, ...patch.withdraw },
  transfer: { ...NONE, ...patch.transfer },
});

function patchOf(wished: WishedLimits, currency: Currency): LimitsPatch {
  const patch: LimitsPatch = {};
  for (const kind of KINDS) {
    const asked = wished[kind];
    if (asked === undefined) continue;
    const changes: Partial<Record<Bound, bigint | null>> = {};
    for (const bound of BOUNDS) {
      const digitsOf = asked[bound];
      if (digitsOf !== undefined) changes[bound] = digitsOf && onGrid(digitsOf, currency);
    }
    patch[kind] = changes;
  }
  return patch;
}

const atLeastOne = (minor: bigint): bigint => (minor > 0n ? minor : 1n);
const atLeastNothing = (minor: bigint): bigint => (minor > 0n ? minor : 0n);

const onGrid = ({ whole, fraction }: Digits, currency: Currency): bigint => {
  const exponent = EXPONENTS[currency];
  return BigInt(whole) * 10n ** BigInt(exponent) + fraction / 10n ** BigInt(FINEST - exponent);
};

/** What the provider says of a payment that is picked when its turn comes. */
export interface WishedNews {
  readonly flow: number | 'never ordered';
  readonly says: News['says'];
  readonly claims: 'the truth' | 'another amount' | 'another currency';
  /** Sent once more, under an id that was there before, or with a new one. */
  readonly event: 'new' | number;
}

export const news: Arbitrary<WishedNews> = fc.record({
  flow: fc.oneof(
    { weight: 20, arbitrary: fc.nat(100) },
    { weight: 1, arbitrary: fc.constant('never ordered' as const) },
  ),
  says: fc.constantFrom(...ENDS, 'succeeded' as const, 'failed' as const),
  claims: kindsOf(
    'the truth',
    'the truth',
    'the truth',
    'the truth',
    'another amount',
    'another currency',
  ),
  event: fc.oneof({ weight: 4, arbitrary: fc.constant('new' as const) }, fc.nat(20)),
});
