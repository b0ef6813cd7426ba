import type { Instant } from '../kernel/clock';
import type { FetchedBooks } from './fetched-rates.port';
import type { RateBook } from './rate-book';
import type { RateAnswer } from './rates.port';
import { resolveRate } from './resolve-rate';

/**
 * The rate that a flow which begins now is given. A rate that is too old is as good as none: where
 * another way leads to the pair, that one is taken. Only when there is none, the answer tells
 * what is only too old, or not fetched yet, from what nobody knows.
 */
export function currentRate(
  pinned: RateBook,
  fetched: FetchedBooks,
  base: string,
  quote: string,
  at: Instant,
): RateAnswer {
  const answer = resolveRate(pinned, fetched.fresh, base, quote, at);
  if (answer.kind !== 'unsupported') return answer;
  if (fetched.isAwaited) return { kind: 'too-old' };
  if (fetched.known === fetched.fresh) return answer;
  const known = resolveRate(pinned, fetched.known, base, quote, at);
  return known.kind === 'found' ? { kind: 'too-old' } : answer;
}
