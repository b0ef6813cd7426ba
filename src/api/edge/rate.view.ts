import type { Converted } from '../../flows/conversion/conversion.messages';
import type { Rate } from '../../rates/rate';

/** A rate as the API shows it: units of `quote` for one `base`; `via` only for a bridge. */
export const rateView = ({ value, base, quote, source, asOf, via }: Rate) => ({
  value,
  base,
  quote,
  source,
  asOf,
  ...(via !== undefined && { via }),
});

export type RateView = ReturnType<typeof rateView>;

/** The rate that a flow was given; the market's own is told only where a spread lies between. */
export const usedRateView = ({ rate, mid }: Converted) => ({
  ...rateView(rate),
  ...(mid !== rate.value && { mid }),
});
