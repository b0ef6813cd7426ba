import type { QuoteId, TenantId } from '../kernel/ids';
import type { Quote } from './quote';

/** The quote that a request names, if it names one. */
export type NamedQuote =
  | { readonly kind: 'none' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'named'; readonly quote: Quote };

/** The quotes as the running turn sees them; asking does no I/O. */
export abstract class Quotes {
  /** A quote of another tenant is missing, exactly as one that does not exist. */
  abstract named(tenantId: TenantId, id: QuoteId | null): NamedQuote;
}
