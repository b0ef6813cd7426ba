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
