import type { AccountId, TenantId } from '../kernel/ids';
import type { Found } from '../kernel/outcome';
import type { Account } from './account';

/** The accounts as the running turn sees them: every flow before it in the turn has been counted. */
export abstract class Accounts {
  /** An account of another tenant is missing, exactly as one that does not exist. */
  abstract find(tenantId: TenantId, id: AccountId): Found<'account', Account>;
  /** For an account that the flow already named; its absence is a fault. */
  abstract get(tenantId: TenantId, id: AccountId): Account;
  abstract isReferenceTaken(tenantId: TenantId, reference: string): boolean;
}
