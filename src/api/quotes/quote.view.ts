import { z } from 'zod';
import type { Instant } from '../../kernel/clock';
import type { Quote } from '../../rates/quote';
import { clientRate, spreadBetween } from '../../rates/spread.rules';
import { rateView, shownRate } from '../edge/rate.view';
import {
  shownAmount,
  shownCurrency,
  shownDecimal,
  shownFlowId,
  shownId,
  shownInstant,
} from '../edge/shown';

export const shownQuote = z
  .strictObject({
    id: shownId('quo'),
    object: z.literal('quote'),
    status: z.enum(['open', 'used', 'expired']),
    from: shownCurrency,
    to: shownCurrency,
    amount: shownAmount.describe('In `from`: what the flow must ask for, to the last digit.'),
    rate: shownRate.describe('The market’s own.'),
    spreadBasisPoints: z.int(),
    clientRates: z
      .strictObject({ credit: shownDecimal, debit: shownDecimal })
      .describe('What a customer who is credited gets, and one who is debited gives.'),
    flowId: shownFlowId.nullable().describe('The flow that used it.'),
    createdAt: shownInstant,
    expiresAt: shownInstant.describe('From this moment on it cannot be used.'),
  })
  .meta({ id: 'Quote' });

export type QuoteView = z.infer<typeof shownQuote>;

const statusOf = ({ usedBy, expiresAt }: Quote, now: Instant) => {
  if (usedBy !== null) return 'used' as const;
  return now < expiresAt ? ('open' as const) : ('expired' as const);
};

/**
 * A quote as the API shows it. `rate` is the market's; a customer who is credited gets
 * `clientRates.credit`, one who is debited gives `clientRates.debit`: they differ by the spread.
 */
export const quoteView = (quote: Quote, now: Instant): QuoteView => ({
  id: quote.id,
  object: 'quote',
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
