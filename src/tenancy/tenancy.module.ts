import { Module } from '@nestjs/common';
import { AddCurrencyHandler } from './add-currency.handler';
import { ChangeTenantHandler } from './change-tenant.handler';
import { CreateKeyHandler } from './create-key.handler';
import { CreateTenantHandler } from './create-tenant.handler';
import { RevokeKeyHandler } from './revoke-key.handler';

/** Tenants, what they have decided, their own currencies, and their API keys. */
@Module({
  providers: [
    CreateTenantHandler,
    ChangeTenantHandler,
    AddCurrencyHandler,
    CreateKeyHandler,
    RevokeKeyHandler,
  ],
})
export class TenancyModule {}
