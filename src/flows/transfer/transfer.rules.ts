import type { Account } from '../../accounts/account';
import {
  fundsRules,
  limitRules,
  statusRules,
  type OperationFacts,
} from '../../accounts/operation.rules';
import type { AccountId } from '../../kernel/ids';
import type { Rule } from '../../kernel/rules';

/** The debited account's facts, and the account that is credited. */
export interface TransferFacts extends OperationFacts {
  readonly creditedAccount: Account;
}

const creditedStatusRules: readonly Rule<TransferFacts>[] = statusRules.map((rule) => ({
  reason: rule.reason,
  says: rule.says.replace('The account', 'The credited account'),
  holds: ({ creditedAccount }) => rule.holds({ account: creditedAccount }),
}));

/** Status of both sides, then the limits and the funds of the debited one. */
export const transferRules: readonly Rule<TransferFacts>[] = [
  ...statusRules,
  ...creditedStatusRules,
  ...limitRules,
  ...fundsRules,
];

/** What must hold before a transfer begins at all. */
export const transferRequestRules: readonly Rule<{
  readonly fromAccountId: AccountId;
  readonly toAccountId: AccountId;
}>[] = [
  {
    reason: 'same-account',
    says: 'A transfer needs two different accounts.',
    holds: ({ fromAccountId, toAccountId }) => fromAccountId !== toAccountId,
  },
];
