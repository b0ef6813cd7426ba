import type { Payment } from '../../flows/payment/payment.state';

/** The payment of a flow as the API shows it; null before one was initiated. */
export const paymentView = (payment: Payment | null) =>
  payment && {
    id: payment.paymentId,
    provider: payment.provider,
    status: payment.status,
    providerReference: payment.providerReference,
  };
