import { z } from 'zod';
import { shownAmount, shownCurrency, shownId } from '../edge/shown';

export const shownSimulator = z
  .strictObject({
    object: z.literal('provider'),
    name: z.string(),
    methods: z.array(z.string()).readonly().describe('The means of payment that it knows.'),
    webhookUrl: z.string().describe('Where your webhooks go.'),
    webhookSecret: z
      .string()
      .describe('What they are signed with. Secrets of real providers are never shown.'),
  })
  .meta({ id: 'Simulator' });

export type SimulatorView = z.infer<typeof shownSimulator>;

/** The webhook that is on its way. */
export const shownSettlement = z
  .strictObject({
    webhook: z.strictObject({
      type: z.enum(['payment.succeeded', 'payment.failed', 'payment.processing']),
      data: z.strictObject({
        paymentId: shownId('pay'),
        providerReference: z.string(),
        amount: shownAmount,
        currency: shownCurrency,
        reason: z.string().nullable(),
      }),
    }),
  })
  .meta({ id: 'Settlement' });

export type SettlementView = z.infer<typeof shownSettlement>;
