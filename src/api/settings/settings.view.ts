import { z } from 'zod';
import type { Tenant } from '../../tenancy/tenancy';

export const shownSettings = z
  .strictObject({
    object: z.literal('settings'),
    spreadBasisPoints: z.int().describe('Taken from the market’s rate; hundredths of a percent.'),
    rounding: z
      .enum(['directed', 'half-even'])
      .describe('`directed`: a credit is rounded down, and a debit up.'),
  })
  .meta({ id: 'Settings' });

export type SettingsView = z.infer<typeof shownSettings>;

/** What a tenant has decided about its conversions, as the API shows it. */
export const settingsView = ({
  settings: { spreadBasisPoints, rounding },
}: Tenant): SettingsView => ({
  object: 'settings',
  spreadBasisPoints,
  rounding,
});
