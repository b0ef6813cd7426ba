import { match } from '../../kernel/outcome';
import type { PaymentReport } from './payment.messages';

type News = PaymentReport['news'];

/** The provider's own name for the payment, where the news carries it. */
export const referenceOf = (news: News): string | null =>
  match(news, {
    processing: ({ providerReference }) => providerReference,
    succeeded: ({ providerReference }) => providerReference,
    failed: ({ providerReference }) => providerReference,
    unknown: () => null,
    overdue: () => null,
  });

export const detailOf = (news: News): string =>
  match(news, {
    processing: () => 'The provider is processing it.',
    succeeded: () => 'The provider has done it.',
    failed: ({ reason }) => reason,
    unknown: ({ detail }) => detail,
    overdue: ({ detail }) => detail,
  });
