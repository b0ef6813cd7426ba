import { match } from '../../kernel/outcome';
import type { Rule } from '../../kernel/rules';
import { equal, parseAmount } from '../../money';
import type { PaymentAnomaly, PaymentReport } from './payment.messages';
import type { Payment } from './payment.state';

interface ReportFacts {
  readonly payment: Payment;
  readonly claimed: PaymentReport['claimed'];
}

/** What must hold of a provider's report before it is believed. */
export const reportRules: readonly (Rule<ReportFacts> & {
  readonly reason: PaymentAnomaly['reason'];
})[] = [
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
