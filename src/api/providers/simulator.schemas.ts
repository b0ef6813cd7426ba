import { z } from 'zod';
import { idText, lineOfText } from '../../http/fields';

/** How a payment shall go on; `reason` is for one that fails. */
export const settlement = z
  .strictObject({
    outcome: z.enum(['succeeded', 'failed', 'processing']),
    reason: lineOfText.optional(),
  })
  .refine(({ outcome, reason }) => outcome === 'failed' || reason === undefined, {
    path: ['reason'],
    error: 'Only a failed payment has a reason.',
  })
  .meta({ id: 'NewSettlement' });
export type Settlement = z.infer<typeof settlement>;

export const paymentPath = idText('pay');
