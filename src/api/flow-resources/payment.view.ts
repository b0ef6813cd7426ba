import { z } from 'zod';
import type { Payment } from '../../flows/payment/payment.state';
import { shownId } from '../edge/shown';

export const shownPayment = z
  .strictObject({
    id: shownId('pay'),
    provider: z.string(),
    status: z
      .enum(['initiated', 'unknown', 'submitted', 'completed', 'failed'])
      .describe('`unknown`: the provider’s answer was lost; it is asked again.'),
    providerReference: z.string().nullable(),
  })
  .meta({ id: 'Payment' });

/** The payment of a flow as the API shows it; null before one was initiated. */
export const paymentView = (payment: Payment | null): z.infer<typeof shownPayment> | null =>
  payment && {
    id: payment.paymentId,
    provider: payment.provider,
    status: payment.status,
    providerReference: payment.providerReference,
  };
