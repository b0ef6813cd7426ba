import { match } from '../../kernel/outcome';
import { judge } from '../../kernel/rules';
import type { PaymentNews } from '../../providers/provider.port';
import type { PaymentAnomaly, PaymentReport } from './payment.messages';
import { reportRules } from './payment.rules';
import type { Payment, PaymentStatus } from './payment.state';

type News = PaymentNews['kind'];

/** What a piece of news means to a payment that stands where it stands. */
export type Standing =
  /** The provider's first sign of life: it has the payment. */
  | { readonly kind: 'first-sign' }
  /** The provider has ended what it had. */
  | { readonly kind: 'end' }
  /** The answer to our own call was lost. */
  | { readonly kind: 'lost' }
  /** Told before, or overtaken by what was told since. */
  | { readonly kind: 'nothing-new' }
  | {
      readonly kind: 'anomaly';
      readonly reason: PaymentAnomaly['reason'];
      readonly detail: string;
    };

const firstSign: Standing = { kind: 'first-sign' };
const end: Standing = { kind: 'end' };
const lost: Standing = { kind: 'lost' };
const nothingNew: Standing = { kind: 'nothing-new' };
const contradiction: Standing = {
  kind: 'anomaly',
  reason: 'contradiction',
  detail: 'The payment has ended the other way; its end stands.',
};

/** Row: where the payment stands. Column: what the provider says. An end is never taken back. */
const standings: Readonly<Record<PaymentStatus, Readonly<Record<News, Standing>>>> = {
  initiated: { processing: firstSign, succeeded: firstSign, failed: firstSign, unknown: lost },
  unknown: { processing: firstSign, succeeded: firstSign, failed: firstSign, unknown: nothingNew },
  submitted: { processing: nothingNew, succeeded: end, failed: end, unknown: nothingNew },
  completed: {
    processing: nothingNew,
    succeeded: nothingNew,
    failed: contradiction,
    unknown: nothingNew,
  },
  failed: {
    processing: nothingNew,
    succeeded: contradiction,
    failed: nothingNew,
    unknown: nothingNew,
  },
};

/** Where a report leaves a payment; one with another amount or currency is never believed. */
export const standingOf = (payment: Payment, { news, claimed }: PaymentReport): Standing =>
  match(judge(reportRules, { payment, claimed }), {
    accepted: () => standings[payment.status][news.kind],
    refused: ({ refusal }) => ({
      kind: 'anomaly' as const,
      reason: refusal.code as PaymentAnomaly['reason'],
      detail: refusal.detail,
    }),
  });
