import { match } from '../../kernel/outcome';
import type { PaymentNews } from '../../providers/provider.port';

/** The provider's own name for the payment, where the news carries it. */
export const referenceOf = (news: PaymentNews): string | null =>
  match(news, {
    processing: ({ providerReference }) => providerReference,
    succeeded: ({ providerReference }) => providerReference,
    failed: ({ providerReference }) => providerReference,
    unknown: () => null,
  });

export const detailOf = (news: PaymentNews): string =>
  match(news, {
    processing: () => 'The provider is at it.',
    succeeded: () => 'The provider has done it.',
    failed: ({ reason }) => reason,
    unknown: ({ detail }) => detail,
  });
