import { NothingNew } from '../../kernel/answers';
import type { Meta } from '../../kernel/message';
import { match } from '../../kernel/outcome';
import {
  PaymentCompletedEvent,
  PaymentFailedEvent,
  type PaymentConclusion,
} from './payment.messages';

/** The end that a piece of news brings, or nothing while the provider is still at it. */
export const conclusionOf = (
  { paymentId, news }: PaymentConclusion,
  meta: Meta,
): PaymentCompletedEvent | PaymentFailedEvent | NothingNew =>
  match(news, {
    succeeded: ({ providerReference }) =>
      new PaymentCompletedEvent({ paymentId, providerReference }, meta),
    failed: ({ reason }) =>
      new PaymentFailedEvent({ paymentId, code: 'payment-failed', reason }, meta),
    processing: () => new NothingNew(),
    unknown: () => new NothingNew(),
  });
