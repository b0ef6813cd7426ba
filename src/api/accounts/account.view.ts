import { z } from 'zod';
import type { Account, AccountLimits, OperationLimits } from '../../accounts/account';
import { available } from '../../ledger/balance';
import { shownAmount, shownCurrency, shownId, shownInstant, shownMetadata } from '../edge/shown';

const shownBound = shownAmount.nullable();
const shownLimits = z
  .strictObject({ min: shownBound, max: shownBound, daily: shownBound })
  .meta({ id: 'OperationLimits', description: 'Limits of one operation; null means no limit.' });

export const shownAccount = z
  .strictObject({
    id: shownId('acc'),
    object: z.literal('account'),
    name: z.string().nullable(),
    reference: z.string().nullable().describe('Your own id for it, unique among your accounts.'),
    currency: shownCurrency,
    status: z.enum(['open', 'frozen', 'closed']),
    balance: z.strictObject({
      posted: shownAmount,
      held: shownAmount.describe('For payments out that have not ended.'),
      available: shownAmount.describe('posted - held + overdraft.'),
    }),
    overdraft: shownAmount,
    limits: z.strictObject({
      deposit: shownLimits,
      withdraw: shownLimits,
      transfer: shownLimits,
    }),
    metadata: shownMetadata,
    version: z
      .int()
      .describe(
        'Changes with the settings, not with the balance: what `If-Match` is held against.',
      ),
    createdAt: shownInstant,
    updatedAt: shownInstant,
  })
  .meta({ id: 'Account', description: 'Every amount is in the account’s own currency.' });

export type AccountView = z.infer<typeof shownAccount>;

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
export const accountView = (account: Account): AccountView => ({
  id: account.id,
  object: 'account',
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
