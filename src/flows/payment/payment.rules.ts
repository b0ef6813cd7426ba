import type { Instant } from '../../kernel/clock';
import { match } from '../../kernel/outcome';
import type { TaskStanding } from '../../kernel/open-tasks.port';
import type { Rule } from '../../kernel/rules';
import { equal, parseAmount } from '../../money';
import type { PaymentDeadline } from './payment-deadline.port';
import type { PaymentAnomaly, PaymentReport } from './payment.messages';
import type { PaidFlow, Payment } from './payment.state';

interface ReportFacts {
  readonly payment: Payment;
  /** The provider that reports. */
  readonly provider: PaymentReport['provider'];
  readonly claimed: PaymentReport['claimed'];
}

/** What must hold of a provider's report before it is believed. */
export const reportRules: readonly (Rule<ReportFacts> & {
  readonly reason: PaymentAnomaly['reason'];
})[] = [
  {
    reason: 'unknown-payment',
    says: 'The provider must be the one that the payment was ordered from.',
    holds: ({ payment, provider }) => provider === payment.provider,
  },
  {
    reason: 'currency-mismatch',
    says: 'The provider must name the currency that the payment is in.',
    holds: ({ payment, claimed }) => claimed.currency === payment.amount.currency,
  },
  {
    reason: 'amount-mismatch',
    says: 'The provider must name the amount that was ordered.',
    holds: ({ payment, claimed }) =>
      match(parseAmount(claimed.amount, claimed.currency), {
        parsed: ({ money }) => equal(money, payment.amount),
        refused: () => false,
      }),
  },
];

interface DeadlineFacts {
  /** When the deadline began to count. */
  readonly since: Instant;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly deadline: PaymentDeadline;
}

/** What must hold of a payment that has no end and is not reported yet. */
export const deadlineRules: readonly Rule<DeadlineFacts>[] = [
  {
    reason: 'payment-overdue',
    says: 'A payment must have an end by its deadline.',
    holds: ({ since, now, deadline }) => now < Date.parse(since) + deadline.milliseconds,
  },
];

interface CancelFacts {
  readonly flow: PaidFlow;
  /** How the order to the provider stands. */
  readonly submission: TaskStanding;
}

/**
 * What must hold of a payment that is cancelled: it is certainly not with the provider. A flow that
 * was rejected has no payment, and meets the first rule.
 */
export const cancelRules: readonly Rule<CancelFacts>[] = [
  {
    reason: 'flow-already-ended',
    says: 'What has ended cannot be cancelled.',
    holds: ({ flow }) => flow.status === 'pending',
  },
  {
    reason: 'payment-already-submitted',
    says: 'It must be certain that the provider does not have the payment.',
    holds: ({ flow, submission }) =>
      flow.payment.status === 'initiated' && submission === 'waiting',
  },
];
