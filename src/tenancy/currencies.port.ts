import type { TenantId } from '../kernel/ids';
import type { OwnCurrency } from './tenancy';

/** How it stands with a code, for one tenant. */
export type CurrencyStanding =
  | { readonly kind: 'free' }
  | { readonly kind: 'built-in'; readonly exponent: number }
  | { readonly kind: 'own'; readonly currency: OwnCurrency }
  /** Another tenant has added it: its exponent is fixed, and it is not the tenant's to use yet. */
  | { readonly kind: 'fixed'; readonly exponent: number };

/** Currencies as the running turn sees them; asking does no I/O. */
export abstract class Currencies {
  abstract standingOf(tenantId: TenantId, code: string): CurrencyStanding;
  /** How many the tenant has added. */
  abstract countOf(tenantId: TenantId): number;
}
