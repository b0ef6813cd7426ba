import { Module } from '@nestjs/common';
import { ChangeTenantHandler } from './change-tenant.handler';
import { CreateKeyHandler } from './create-key.handler';
import { CreateTenantHandler } from './create-tenant.handler';
import { RevokeKeyHandler } from './revoke-key.handler';

/** Tenants, what they have decided, and their API keys. */
@Module({
  providers: [CreateTenantHandler, ChangeTenantHandler, CreateKeyHandler, RevokeKeyHandler],
})
export class TenancyModule {}
