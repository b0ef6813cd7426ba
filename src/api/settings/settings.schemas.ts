import { z } from 'zod';

/** Half of what is converted: more is a slip of the pen. */
const GREATEST_SPREAD = 5_000;
const aSpread = `A spread is a whole number of basis points from 0 to ${GREATEST_SPREAD}.`;

/** What is left out stays as it is. */
export const settingsChange = z
  .strictObject({
    spreadBasisPoints: z
      .int({ error: aSpread })
      .min(0, aSpread)
      .max(GREATEST_SPREAD, aSpread)
      .optional(),
    rounding: z.enum(['directed', 'half-even']).optional(),
  })
  .meta({ id: 'SettingsChange' });
export type SettingsChange = z.infer<typeof settingsChange>;
