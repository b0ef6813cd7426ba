import type { TenantId } from '../kernel/ids';
import type { Found } from '../kernel/outcome';
import type { PinnedRate } from './rate';

/** The pinned rates as the running turn sees them; asking does no I/O. */
export abstract class PinnedRates {
  /** Exactly this pair: the pin of the opposite pair is another one. */
  abstract find(tenantId: TenantId, base: string, quote: string): Found<'rate', PinnedRate>;
}
