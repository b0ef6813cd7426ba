import { z } from 'zod';

/** What `?dryRun=true` is answered: what would be recorded and made. The ids in it are of nothing. */
export const shownDryRunOf = <S extends z.ZodType>(resource: S) =>
  z.strictObject({
    dryRun: z.literal(true),
    events: z
      .array(z.strictObject({ type: z.string(), data: z.record(z.string(), z.unknown()) }))
      .describe('What would be recorded, in order.'),
    resource,
  });
