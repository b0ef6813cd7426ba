import type { Instant } from '../kernel/clock';
import type { Rule } from '../kernel/rules';
import { equal, IDENTITY_RATE, type Money } from '../money';
import type { Quote } from './quote';
import type { Rate } from './rate';

/** What is asked of a quote: a conversion of this money, into these currencies, at this moment. */
export interface QuoteFacts {
  readonly quote: Quote;
  readonly at: Instant;
  readonly from: Money;
  /** One for each side that the money is turned into. */
  readonly into: readonly string[];
}

const isSame = (one: Money, other: Money): boolean =>
  one.currency === other.currency && equal(one, other);

/** Every side is either in the quoted currency or keeps the money as it is. */
const isCovered = ({ quote, from, into }: QuoteFacts): boolean =>
  into.includes(quote.to) &&
  into.every((currency) => currency === quote.to || currency === from.currency);

/** What must hold of a quote that a flow names, in this order. */
export const quoteRules: readonly Rule<QuoteFacts>[] = [
  {
    reason: 'quote-already-used',
    says: 'The quote must not have served another flow.',
    holds: ({ quote }) => quote.usedBy === null,
  },
  {
    reason: 'quote-expired',
    says: 'The quote must not be older than 300 seconds.',
    holds: ({ quote, at }) => at < quote.expiresAt,
  },
  {
    reason: 'quote-mismatch',
    says: 'The quote must be for exactly this amount and for the one pair of currencies that the flow needs.',
    holds: (facts) => isSame(facts.quote.from, facts.from) && isCovered(facts),
  },
];

/** Into the quoted currency at the quoted rate; what stays in its own currency is worth 1. */
export const quotedRate = ({ from, to, rate, createdAt }: Quote, into: string): Rate =>
  into === to
    ? rate
    : {
        value: IDENTITY_RATE,
        base: from.currency,
        quote: into,
        source: 'identity',
        asOf: createdAt,
      };
