import type { Environment } from './environment';

/** Where rates are fetched, and for how many seconds they may be used; undefined for nowhere. */
export const rateSourceOf = ({ ratesUrl, ratesMaxAge }: Environment) =>
  ratesUrl === undefined ? undefined : { url: ratesUrl, maxAge: ratesMaxAge };
