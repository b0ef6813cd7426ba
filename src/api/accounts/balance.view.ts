import { z } from 'zod';
import type { Account } from '../../accounts/account';
import type { Instant } from '../../kernel/clock';
import { available, type Balance } from '../../ledger/balance';
import { shownAmount, shownCurrency, shownId, shownInstant } from '../edge/shown';

export const shownBalance = z
  .strictObject({
    object: z.literal('balance'),
    accountId: shownId('acc'),
    currency: shownCurrency,
    posted: shownAmount,
    held: shownAmount,
    available: shownAmount.describe('posted - held + overdraft'),
    overdraft: shownAmount,
    at: shownInstant.describe('The committed time as of which this is true.'),
  })
  .meta({ id: 'BalanceAt' });

export type BalanceView = z.infer<typeof shownBalance>;

/** An account's balance as of a committed time, in its own currency. */
export const balanceView = (
  { id, currency }: Account,
  balance: Balance,
  at: Instant,
): BalanceView => ({
  object: 'balance',
  accountId: id,
  currency,
  posted: balance.posted.amount,
  held: balance.held.amount,
  available: available(balance).amount,
  overdraft: balance.overdraft.amount,
  at,
});
