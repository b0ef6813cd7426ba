import { Module } from '@nestjs/common';
import { CreateKeyHandler } from './create-key.handler';
import { CreateTenantHandler } from './create-tenant.handler';
import { RevokeKeyHandler } from './revoke-key.handler';

/** Tenants and their API keys. */
@Module({ providers: [CreateTenantHandler, CreateKeyHandler, RevokeKeyHandler] })
export class TenancyModule {}
