import type { Instant } from '../kernel/clock';
import type { KeyId } from '../kernel/ids';
import { effects, projection } from '../kernel/projection';
import {
  initialSettings,
  type ApiKey,
  type OwnCurrency,
  type Tenant,
  type TenantSettings,
} from './tenancy';
import {
  CurrencyAddedEvent,
  CurrencyRenamedEvent,
  KeyCreatedEvent,
  KeyRevokedEvent,
  TenantChangedEvent,
  TenantCreatedEvent,
} from './tenancy.messages';

/** What an event does to tenants, their currencies and their keys. */
export type TenancyEffect =
  | { readonly kind: 'add-tenant'; readonly tenant: Tenant }
  | { readonly kind: 'change-settings'; readonly settings: TenantSettings }
  | { readonly kind: 'add-currency'; readonly currency: OwnCurrency }
  | { readonly kind: 'rename-currency'; readonly code: string; readonly name: string }
  | { readonly kind: 'add-key'; readonly key: ApiKey }
  | { readonly kind: 'revoke-key'; readonly keyId: KeyId; readonly at: Instant };

export const tenancyProjection = projection(
  'tenancy',
  effects(TenantCreatedEvent, ({ name }, { tenantId, at }): readonly TenancyEffect[] => [
    {
      kind: 'add-tenant',
      tenant: { id: tenantId, name, settings: initialSettings, currencies: [], createdAt: at },
    },
  ]),
  effects(TenantChangedEvent, ({ settings }): readonly TenancyEffect[] => [
    {
      kind: 'change-settings',
      settings: {
        spreadBasisPoints: settings.spreadBasisPoints,
        rounding: settings.rounding,
      },
    },
  ]),
  effects(CurrencyAddedEvent, ({ code, exponent, name }): readonly TenancyEffect[] => [
    { kind: 'add-currency', currency: { code, exponent, name } },
  ]),
  effects(CurrencyRenamedEvent, ({ code, name }): readonly TenancyEffect[] => [
    { kind: 'rename-currency', code, name },
  ]),
  effects(
    KeyCreatedEvent,
    ({ keyId, name, role, hash }, { tenantId, at }): readonly TenancyEffect[] => [
      {
        kind: 'add-key',
        key: { id: keyId, tenantId, name, role, hash, createdAt: at, revokedAt: null },
      },
    ],
  ),
  effects(KeyRevokedEvent, ({ keyId }, { at }): readonly TenancyEffect[] => [
    { kind: 'revoke-key', keyId, at },
  ]),
);
