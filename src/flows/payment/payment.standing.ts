import { match } from '../../kernel/outcome';
import { judge } from '../../kernel/rules';
import type { PaymentNews } from '../../providers/provider.port';
import type { PaymentAnomaly, PaymentReport } from './payment.messages';
import { reportRules } from './payment.rules';
import type { Payment, PaymentStatus } from './payment.state';

/** What a piece of news means to a payment that stands where it stands. */
export type Standing =
  /** The provider's first sign of life: it has the payment. */
  | { readonly kind: 'first-sign'; readonly news: PaymentNews }
  /** The provider has ended what it had. */
  | { readonly kind: 'end'; readonly news: PaymentNews }
  /** The answer to our own call was lost. */
  | { readonly kind: 'lost' }
  /** The deadline has come and no end with it. */
  | { readonly kind: 'overdue' }
  /** Told before, or overtaken by what was told since. */
  | { readonly kind: 'nothing-new' }
  | {
      readonly kind: 'anomaly';
      readonly reason: PaymentAnomaly['reason'];
      readonly detail: string;
    };

const firstSign = (news: PaymentNews): Standing => ({ kind: 'first-sign', news });
const end = (news: PaymentNews): Standing => ({ kind: 'end', news });
const lost = (): Standing => ({ kind: 'lost' });
const overdue = (): Standing => ({ kind: 'overdue' });
const nothingNew = (): Standing => ({ kind: 'nothing-new' });
const contradiction = (): Standing => ({
  kind: 'anomaly',
  reason: 'contradiction',
  detail: 'The payment has ended the other way; its end stands.',
});

/** What each kind of news means: the provider's own, and that it told of no end in time. */
type Meanings = Readonly<Record<PaymentNews['kind'], (news: PaymentNews) => Standing>> & {
  readonly overdue: () => Standing;
};

/** Row: where the payment stands. Column: what is said of it. An end is never taken back. */
const standings: Readonly<Record<PaymentStatus, Meanings>> = {
  initiated: {
    processing: firstSign,
    succeeded: firstSign,
    failed: firstSign,
    unknown: lost,
    overdue,
  },
  unknown: {
    processing: firstSign,
    succeeded: firstSign,
    failed: firstSign,
    unknown: nothingNew,
    overdue,
  },
  submitted: {
    processing: nothingNew,
    succeeded: end,
    failed: end,
    unknown: nothingNew,
    overdue,
  },
  completed: {
    processing: nothingNew,
    succeeded: nothingNew,
    failed: contradiction,
    unknown: nothingNew,
    overdue: nothingNew,
  },
  failed: {
    processing: nothingNew,
    succeeded: contradiction,
    failed: nothingNew,
    unknown: nothingNew,
    overdue: nothingNew,
  },
};

/** Where a report leaves a payment; one of another provider, amount or currency is never believed. */
export const standingOf = (payment: Payment, report: PaymentReport): Standing =>
  match(judge(reportRules, { payment, provider: report.provider, claimed: report.claimed }), {
    accepted: () => match(report.news, standings[payment.status]),
    refused: ({ refusal }) => ({
      kind: 'anomaly' as const,
      reason: refusal.code as PaymentAnomaly['reason'],
      detail: refusal.detail,
    }),
  });
