import { z } from 'zod';

export const shownLiveness = z.strictObject({ status: z.literal('live') });
export type Liveness = z.infer<typeof shownLiveness>;

export const shownReady = z.strictObject({
  status: z.literal('ready'),
  checks: z.strictObject({
    store: z.strictObject({ ok: z.literal(true) }),
    outbox: z
      .strictObject({
        tasks: z.int(),
        oldestDueAt: z.int().nullable().describe('Milliseconds since 1970.'),
      })
      .describe('Calls to the outside world that are due.'),
  }),
});

export const shownUnavailable = z.strictObject({
  status: z.literal('unavailable'),
  checks: z.strictObject({ store: z.strictObject({ ok: z.literal(false) }) }),
});

export type Readiness = z.infer<typeof shownReady> | z.infer<typeof shownUnavailable>;
