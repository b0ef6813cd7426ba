import type { Rule } from '../kernel/rules';
import { available, ownFunds } from '../ledger/balance';
import { isNegative, isZero, negate } from '../money';
import type { Account } from './account';
import type { AccountSettings } from './accounts.messages';

interface AccountFacts {
  readonly account: Account;
}

const notClosed: Rule<AccountFacts> = {
  reason: 'account-closed',
  says: 'The account must not be closed.',
  holds: ({ account }) => account.status !== 'closed',
};

/** Before an account is frozen or unfrozen. */
export const freezeRules: readonly Rule<AccountFacts>[] = [notClosed];

/** Before its settings are changed. */
export const changeRules: readonly Rule<
  AccountFacts & {
    readonly expectedVersion: number | null;
    readonly settings: AccountSettings;
  }
>[] = [
  {
    reason: 'version-mismatch',
    says: 'The account must have the version that If-Match names.',
    holds: ({ account, expectedVersion }) =>
      expectedVersion === null || expectedVersion === account.version,
  },
  notClosed,
  {
    reason: 'insufficient-funds',
    says: 'The overdraft must not be below what is used of it.',
    holds: ({ account, settings }) =>
      !isNegative(available({ ...account, overdraft: settings.overdraft })),
    tells: ({ account, settings }) => ({
      required: negate(ownFunds(account)).amount,
      available: settings.overdraft.amount,
      currency: account.currency,
    }),
  },
];

/** Before an account is closed for ever. */
export const closeRules: readonly Rule<AccountFacts>[] = [
  {
    reason: 'account-in-use',
    says: 'The balance must be zero, with no hold and no flow under way.',
    holds: ({ account }) =>
      isZero(account.posted) && isZero(account.held) && account.flowsUnderWay === 0,
  },
];
