import type { Account, AccountLimits, OperationLimits } from '../../accounts/account';
import { available } from '../../ledger/balance';

const limitsOf = ({ min, max, daily }: OperationLimits) => ({
  min: min?.amount ?? null,
  max: max?.amount ?? null,
  daily: daily?.amount ?? null,
});

const allLimitsOf = ({ deposit, withdraw, transfer }: AccountLimits) => ({
  deposit: limitsOf(deposit),
  withdraw: limitsOf(withdraw),
  transfer: limitsOf(transfer),
});

/** An account as the API shows it: every amount in its own currency. */
export const accountView = (account: Account) => ({
  id: account.id,
  object: 'account' as const,
  name: account.name,
  reference: account.reference,
  currency: account.currency,
  status: account.status,
  balance: {
    posted: account.posted.amount,
    held: account.held.amount,
    available: available(account).amount,
  },
  overdraft: account.overdraft.amount,
  limits: allLimitsOf(account.limits),
  metadata: account.metadata,
  version: account.version,
  createdAt: account.createdAt,
  updatedAt: account.updatedAt,
});

export type AccountView = ReturnType<typeof accountView>;
