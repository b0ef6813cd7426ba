import { z } from 'zod';
import { flag, lineOfText, pageFields } from '../../http/fields';

/** Filters of a list of flows. An account that does not exist has no flows. */
export const flowListQuery = z.strictObject({
  ...pageFields,
  accountId: lineOfText.optional(),
  status: z.enum(['pending', 'completed', 'failed', 'rejected']).optional(),
});
export type FlowListQuery = z.infer<typeof flowListQuery>;

/** `?dryRun=true`: everything happens, and nothing is kept. */
export const dryRunQuery = z.strictObject({ dryRun: flag });
export type DryRunQuery = z.infer<typeof dryRunQuery>;

/** A means of payment as its provider knows it: `sim:success`. */
export const paymentMethod = lineOfText;
