import { z } from 'zod';
import { shownInstant } from '../edge/shown';

export const shownLiveness = z.strictObject({ status: z.literal('live') });
export type Liveness = z.infer<typeof shownLiveness>;

export const shownReady = z.strictObject({
  status: z.literal('ready'),
  checks: z.strictObject({
    store: z.strictObject({ ok: z.literal(true) }),
    broker: z
      .strictObject({ ok: z.literal(true) })
      .describe('In the memory of the process: there as long as the process is.'),
    outbox: z
      .strictObject({
        tasks: z.int(),
        oldestDueAt: shownInstant.nullable().describe('Null when none is due.'),
      })
      .describe('Calls to the outside world that are due.'),
    lag: z
      .strictObject({ milliseconds: z.int() })
      .describe('For how long the oldest of them has been due; 0 when none is.'),
  }),
});

export const shownUnavailable = z.strictObject({
  status: z.literal('unavailable'),
  checks: z.strictObject({ store: z.strictObject({ ok: z.literal(false) }) }),
});

export type Readiness = z.infer<typeof shownReady> | z.infer<typeof shownUnavailable>;
