import { z } from 'zod';
import type { Converted } from '../../flows/conversion/conversion.messages';
import type { Rate } from '../../rates/rate';
import { shownCurrency, shownDecimal, shownInstant } from './shown';

const rateFields = {
  value: shownDecimal.meta({ examples: ['0.92'] }),
  base: shownCurrency,
  quote: shownCurrency,
  source: z.enum(['identity', 'manual', 'sample', 'ecb', 'http']),
  asOf: shownInstant,
  via: shownCurrency.describe('The third currency of a bridge.').exactOptional(),
};

export const shownRate = z
  .strictObject(rateFields)
  .readonly()
  .meta({ id: 'Rate', description: 'Units of `quote` for 1 `base`.' });

export type RateView = z.infer<typeof shownRate>;

export const shownUsedRate = z
  .strictObject({
    ...rateFields,
    mid: shownDecimal
      .describe('The market’s own rate, where a spread lies between it and `value`.')
      .exactOptional(),
  })
  .readonly()
  .meta({ id: 'UsedRate', description: 'The rate that a flow was given.' });

/** A rate as the API shows it: units of `quote` for one `base`; `via` only for a bridge. */
export const rateView = ({ value, base, quote, source, asOf, via }: Rate): RateView => ({
  value,
  base,
  quote,
  source,
  asOf,
  ...(via !== undefined && { via }),
});

/** The rate that a flow was given; the market's own is told only where a spread lies between. */
export const usedRateView = ({ rate, mid }: Converted): z.infer<typeof shownUsedRate> => ({
  ...rateView(rate),
  ...(mid !== rate.value && { mid }),
});
