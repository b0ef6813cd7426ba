import type { Tenant } from '../../tenancy/tenancy';

/** What a tenant has decided about his conversions, as the API shows it. */
export const settingsView = ({ settings: { spreadBasisPoints, rounding } }: Tenant) => ({
  object: 'settings' as const,
  spreadBasisPoints,
  rounding,
});

export type SettingsView = ReturnType<typeof settingsView>;
