import type { Instant } from '../kernel/clock';
import { IDENTITY_RATE, productOf } from '../money';
import type { Rate, RateSource, StoredRate } from './rate';
import type { RateBook } from './rate-book';
import type { RateAnswer } from './rates.port';

/** A rate between two currencies that have one, and how it was come by. */
interface Leg {
  readonly rate: Rate;
  readonly isPinned: boolean;
  readonly isInverse: boolean;
}

interface Bridge {
  readonly via: string;
  readonly legs: readonly [first: Leg, second: Leg];
}

/** How far a source is trusted; a bridge is trusted as far as the weaker of its legs. */
const TRUST: Readonly<Record<RateSource, number>> = {
  sample: 0,
  http: 1,
  ecb: 2,
  manual: 3,
  identity: 4,
};

/** Between bridges that are otherwise alike, these come first, in this order. */
const MAIN_CURRENCIES: readonly string[] = ['USD', 'EUR'];

/**
 * Which rate is taken from `base` to `quote`: that of the pinned pair, of the fetched pair, the
 * stored inverse of the opposite pair (pinned before fetched), or the exact product of two such
 * rates over a third currency. A currency in itself is worth 1. Nothing is rounded here, and no
 * rate's age is judged.
 *
 * Where several third currencies would do, the bridge taken is the one with the more pinned legs,
 * then the fewer inverses, then over USD, over EUR, or over the first code of the alphabet: the
 * answer depends on the rates alone, and never on the order in which they became known.
 */
export function resolveRate(
  pinned: RateBook,
  fetched: RateBook,
  base: string,
  quote: string,
  at: Instant,
): RateAnswer {
  if (base === quote) {
    return found({ value: IDENTITY_RATE, base, quote, source: 'identity', asOf: at });
  }
  const known = legBetween(pinned, fetched, base, quote);
  if (known) return found(known.rate);
  const bridge = bestOf(bridgesBetween(pinned, fetched, base, quote));
  return bridge ? found(crossed(bridge)) : { kind: 'unsupported' };
}

const found = (rate: Rate): RateAnswer => ({ kind: 'found', rate });

function legBetween(
  pinned: RateBook,
  fetched: RateBook,
  base: string,
  quote: string,
): Leg | undefined {
  return (
    asStored(pinned.find(base, quote), true) ??
    asStored(fetched.find(base, quote), false) ??
    turned(pinned.find(quote, base), true) ??
    turned(fetched.find(quote, base), false)
  );
}

const asStored = (stored: StoredRate | undefined, isPinned: boolean): Leg | undefined =>
  stored && {
    rate: {
      value: stored.value,
      base: stored.base,
      quote: stored.quote,
      source: stored.source,
      asOf: stored.asOf,
    },
    isPinned,
    isInverse: false,
  };

const turned = (stored: StoredRate | undefined, isPinned: boolean): Leg | undefined =>
  stored && {
    rate: {
      value: stored.inverse,
      base: stored.quote,
      quote: stored.base,
      source: stored.source,
      asOf: stored.asOf,
    },
    isPinned,
    isInverse: true,
  };

function bridgesBetween(
  pinned: RateBook,
  fetched: RateBook,
  base: string,
  quote: string,
): readonly Bridge[] {
  const thirds = new Set([...pinned.neighboursOf(base), ...fetched.neighboursOf(base)]);
  return [...thirds].flatMap((via) => {
    const first = legBetween(pinned, fetched, base, via);
    const second = legBetween(pinned, fetched, via, quote);
    return first && second ? [{ via, legs: [first, second] as const }] : [];
  });
}

const bestOf = (bridges: readonly Bridge[]): Bridge | undefined =>
  bridges.reduce<Bridge | undefined>(
    (best, next) => (best && precedence(best, next) <= 0 ? best : next),
    undefined,
  );

/** Negative when `a` is to be preferred; two bridges over different currencies never tie. */
function precedence(a: Bridge, b: Bridge): number {
  return (
    count(b, 'isPinned') - count(a, 'isPinned') ||
    count(a, 'isInverse') - count(b, 'isInverse') ||
    rank(a.via) - rank(b.via) ||
    (a.via < b.via ? -1 : 1)
  );
}

const count = ({ legs }: Bridge, trait: 'isPinned' | 'isInverse'): number =>
  legs.filter((leg) => leg[trait]).length;

function rank(currency: string): number {
  const place = MAIN_CURRENCIES.indexOf(currency);
  return place < 0 ? MAIN_CURRENCIES.length : place;
}

function crossed({ via, legs: [{ rate: first }, { rate: second }] }: Bridge): Rate {
  return {
    value: productOf(first.value, second.value),
    base: first.base,
    quote: second.quote,
    source: TRUST[first.source] <= TRUST[second.source] ? first.source : second.source,
    asOf: first.asOf <= second.asOf ? first.asOf : second.asOf,
    via,
  };
}
