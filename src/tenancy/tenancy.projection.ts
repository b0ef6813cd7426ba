import type { Instant } from '../kernel/clock';
import type { KeyId } from '../kernel/ids';
import { effects, projection } from '../kernel/projection';
import { initialSettings, type ApiKey, type Tenant, type TenantSettings } from './tenancy';
import {
  KeyCreatedEvent,
  KeyRevokedEvent,
  TenantChangedEvent,
  TenantCreatedEvent,
} from './tenancy.messages';

/** What an event does to tenants and their keys. */
export type TenancyEffect =
  | { readonly kind: 'add-tenant'; readonly tenant: Tenant }
  | { readonly kind: 'change-settings'; readonly settings: TenantSettings }
  | { readonly kind: 'add-key'; readonly key: ApiKey }
  | { readonly kind: 'revoke-key'; readonly keyId: KeyId; readonly at: Instant };

export const tenancyProjection = projection(
  'tenancy',
  effects(TenantCreatedEvent, ({ name }, { tenantId, at }): readonly TenancyEffect[] => [
    {
      kind: 'add-tenant',
      tenant: { id: tenantId, name, settings: initialSettings, createdAt: at },
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
