import type { KeyId, TenantId } from '../kernel/ids';
import type { Found } from '../kernel/outcome';
import type { ApiKey } from './tenancy';

/** The API keys as the running turn sees them. */
export abstract class ApiKeys {
  /** A key of another tenant is missing, exactly as one that does not exist. */
  abstract find(tenantId: TenantId, id: KeyId): Found<'key', ApiKey>;
}
