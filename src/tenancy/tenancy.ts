import type { Instant } from '../kernel/clock';
import type { KeyId, TenantId } from '../kernel/ids';

export interface Tenant {
  readonly id: TenantId;
  readonly name: string;
  readonly createdAt: Instant;
}

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
