import { z } from 'zod';
import type { Verified } from '../../audit/verify';

export const shownVerified = z
  .strictObject({
    ok: z.boolean().describe('True when every check holds.'),
    checks: z
      .array(
        z
          .strictObject({
            name: z.string(),
            ok: z.boolean(),
            checked: z.int().describe('How many things were looked at.'),
            firstViolation: z.string().nullable(),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly()
  .meta({ id: 'Verified' }) satisfies z.ZodType<Verified>;
