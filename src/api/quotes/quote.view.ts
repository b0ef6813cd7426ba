import type { Instant } from '../../kernel/clock';
import type { Quote } from '../../rates/quote';
import { clientRate, spreadBetween } from '../../rates/spread.rules';
import { rateView } from '../edge/rate.view';

const statusOf = ({ usedBy, expiresAt }: Quote, now: Instant) => {
  if (usedBy !== null) return 'used' as const;
  return now < expiresAt ? ('open' as const) : ('expired' as const);
};

/**
 * A quote as the API shows it. `rate` is the market's; a customer who is credited gets
 * `clientRates.credit`, one who is debited gives `clientRates.debit`: they differ by the spread.
 */
export const quoteView = (quote: Quote, now: Instant) => ({
  id: quote.id,
  object: 'quote' as const,
  status: statusOf(quote, now),
  from: quote.from.currency,
  to: quote.to,
  amount: quote.from.amount,
  rate: rateView(quote.rate),
  spreadBasisPoints: spreadBetween(quote.rate, quote.spreadBasisPoints),
  clientRates: {
    credit: clientRate(quote.rate, quote.spreadBasisPoints, 'credit').value,
    debit: clientRate(quote.rate, quote.spreadBasisPoints, 'debit').value,
  },
  flowId: quote.usedBy,
  createdAt: quote.createdAt,
  expiresAt: quote.expiresAt,
});

export type QuoteView = ReturnType<typeof quoteView>;
