import type { Instant } from '../kernel/clock';
import type { TenantId } from '../kernel/ids';
import type { Rate } from './rate';

export type RateAnswer =
  | { readonly kind: 'found'; readonly rate: Rate }
  /** Nobody knows the pair, directly, inversely or over a third currency. */
  | { readonly kind: 'unsupported' }
  /** It is known, but was fetched too long ago to be used; or it is awaited, and not fetched yet. */
  | { readonly kind: 'too-old' };

/** The rates as the running turn sees them; asking does no I/O. */
export abstract class Rates {
  abstract between(tenantId: TenantId, base: string, quote: string, at: Instant): RateAnswer;
}
