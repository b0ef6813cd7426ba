import type { KeyId } from '../kernel/ids';
import { message } from '../kernel/message';
import type { ApiKey, OwnCurrency, TenantSettings } from './tenancy';

type NewKey = Pick<ApiKey, 'name' | 'role' | 'hash'> & { readonly keyId: KeyId };

export class CreateTenantCommand extends message('tenant.create')<{ readonly name: string }> {}
export class TenantCreatedEvent extends message('tenant.created')<{ readonly name: string }> {}

/** What is left out stays as it is. */
export class ChangeTenantCommand extends message('tenant.change')<{
  readonly settings: { readonly [K in keyof TenantSettings]?: TenantSettings[K] | undefined };
}> {}
/** The settings as they are from now on, whole. */
export class TenantChangedEvent extends message('tenant.changed')<{
  readonly settings: TenantSettings;
}> {}

/** Null: the name that it has, or the code where it is new. */
export class AddCurrencyCommand extends message('currency.add')<
  Omit<OwnCurrency, 'name'> & { readonly name: string | null }
> {}
export class CurrencyAddedEvent extends message('currency.added')<OwnCurrency> {}
export class CurrencyRenamedEvent extends message('currency.renamed')<
  Omit<OwnCurrency, 'exponent'>
> {}

export class CreateKeyCommand extends message('key.create')<
  NewKey & {
    /** The key itself, sealed, where the same request has to be answered with it again. */
    readonly sealedKey?: string;
  }
> {}
export class KeyCreatedEvent extends message('key.created')<NewKey> {}

export class RevokeKeyCommand extends message('key.revoke')<{ readonly keyId: KeyId }> {}
export class KeyRevokedEvent extends message('key.revoked')<{ readonly keyId: KeyId }> {}
