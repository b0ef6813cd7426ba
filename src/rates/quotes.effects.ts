import type { QuoteId } from '../kernel/ids';
import { effects, projection } from '../kernel/projection';
import type { Quote } from './quote';
import { QuoteCreatedEvent } from './quotes.messages';

/** What an event does to quotes; carried out by the engine. */
export type QuoteEffect =
  | { readonly kind: 'add-quote'; readonly quote: Quote }
  /** By the flow whose event it is. */
  | { readonly kind: 'use-quote'; readonly quoteId: QuoteId };

/** A quote serves one flow; one without a quote uses none up. */
export const useQuote = (quoteId: QuoteId | null): readonly QuoteEffect[] =>
  quoteId === null ? [] : [{ kind: 'use-quote', quoteId }];

export const quotesProjection = projection(
  'quotes',
  effects(
    QuoteCreatedEvent,
    (
      { quoteId, from, to, rate, spreadBasisPoints, expiresAt },
      { tenantId, at },
    ): readonly QuoteEffect[] => [
      {
        kind: 'add-quote',
        quote: {
          tenantId,
          id: quoteId,
          from,
          to,
          rate,
          spreadBasisPoints,
          createdAt: at,
          expiresAt,
          usedBy: null,
        },
      },
    ],
  ),
);
