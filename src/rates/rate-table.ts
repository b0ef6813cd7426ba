import type { Instant } from '../kernel/clock';
import type { StoredRate } from './rate';

/** What a source said, and when it was so. */
export interface RateTable {
  readonly asOf: Instant;
  readonly rates: readonly StoredRate[];
}
