import type { Instant } from '../kernel/clock';
import type { TenantId } from '../kernel/ids';

export type RateSource = 'identity' | 'manual' | 'sample' | 'ecb' | 'http';

/** Units of `quote` for one unit of `base`: a decimal string, used exactly as it stands. */
export interface Rate {
  /** Units of `quote` for one unit of `base`, as plain decimal text. */
  readonly value: string;
  /** The currency that is given. */
  readonly base: string;
  /** The currency that is got. */
  readonly quote: string;
  /** Where the rate comes from; `identity` is 1, of a currency to itself. */
  readonly source: RateSource;
  /** When the rate was so; of a bridge, when its older leg was. */
  readonly asOf: Instant;
  /** The third currency of a bridge; a rate that was known as a pair has none. */
  readonly via?: string;
}

/**
 * A rate as it is stored. The inverse is computed once, when the rate is stored, and from then
 * on it is the rate of the opposite pair.
 */
export interface StoredRate extends Rate {
  readonly inverse: string;
}

export interface PinnedRate extends StoredRate {
  readonly tenantId: TenantId;
  readonly source: 'manual';
}

export const pairOf = (base: string, quote: string): string => `${base}/${quote}`;
