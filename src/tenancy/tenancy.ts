import type { Instant } from '../kernel/clock';
import type { KeyId, TenantId } from '../kernel/ids';

export interface Tenant {
  readonly id: TenantId;
  readonly name: string;
  readonly settings: TenantSettings;
  /** Those that it added itself, in the order in which it did. */
  readonly currencies: readonly OwnCurrency[];
  readonly createdAt: Instant;
}

/** A currency that a tenant has added: his own to use, though its exponent is the same for all. */
export interface OwnCurrency {
  readonly code: string;
  /** How many decimals its amounts have; never changes. */
  readonly exponent: number;
  readonly name: string;
}

/** With every turn of a tenant all of them are read. */
export const MOST_OWN_CURRENCIES = 200;

/**
 * `directed`: a credit to a customer is rounded down and a debit up. `half-even`: both to the
 * nearest, and of two equally near to the even one.
 */
export type RoundingChoice = 'directed' | 'half-even';

/** What a tenant decides about its conversions. */
export interface TenantSettings {
  /** Taken from the market's rate in the customer's disfavour; hundredths of a percent. */
  readonly spreadBasisPoints: number;
  readonly rounding: RoundingChoice;
}

/** With which every tenant begins: the market's own rate, and the rounding of docs/api.md. */
export const initialSettings: TenantSettings = { spreadBasisPoints: 0, rounding: 'directed' };

/** `admin` may do everything; `member` all but rates, keys, provider secrets and dead letters. */
export type Role = 'admin' | 'member';

export interface ApiKey {
  readonly id: KeyId;
  readonly tenantId: TenantId;
  readonly name: string;
  readonly role: Role;
  /** SHA-256 of the key in lower-case hex: the key itself is shown once and never stored. */
  readonly hash: string;
  readonly createdAt: Instant;
  readonly revokedAt: Instant | null;
}
