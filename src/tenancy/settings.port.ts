import type { TenantId } from '../kernel/ids';
import type { TenantSettings } from './tenancy';

/** What the tenant has decided, as the running turn sees it; asking does no I/O. */
export abstract class Settings {
  abstract of(tenantId: TenantId): TenantSettings;
}
