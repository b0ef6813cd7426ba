import { MOST_METADATA } from '../kernel/metadata';
import type { Rule } from '../kernel/rules';
import { available, ownFunds } from '../ledger/balance';
import { atMost, isNegative, isZero, negate } from '../money';
import type { Account, AccountLimits } from './account';
import type { AccountSettings } from './accounts.messages';

interface AccountFacts {
  readonly account: Account;
}

const OPERATIONS = ['deposit', 'withdraw', 'transfer'] as const;

const notClosed: Rule<AccountFacts> = {
  reason: 'account-closed',
  says: 'The account must not be closed.',
  holds: ({ account }) => account.status !== 'closed',
};

export const MINIMUM_FITS = 'The minimum must not be above the maximum.';
const METADATA_FITS = `There may be ${MOST_METADATA} keys.`;

/** The operations whose minimum is above the maximum: no amount at all would pass. */
export const crossedOperations = (limits: AccountLimits): readonly (keyof AccountLimits)[] =>
  OPERATIONS.filter((operation) => {
    const { min, max } = limits[operation];
    return min !== null && max !== null && !atMost(min, max);
  });

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
    reason: 'invalid-field',
    says: MINIMUM_FITS,
    holds: ({ settings }) => crossedOperations(settings.limits).length === 0,
    tells: ({ settings }) => ({
      errors: crossedOperations(settings.limits).map((operation) => ({
        pointer: `/limits/${operation}`,
        detail: MINIMUM_FITS,
      })),
    }),
  },
  {
    reason: 'invalid-field',
    says: METADATA_FITS,
    holds: ({ settings }) => Object.keys(settings.metadata).length <= MOST_METADATA,
    tells: () => ({ errors: [{ pointer: '/metadata', detail: METADATA_FITS }] }),
  },
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
