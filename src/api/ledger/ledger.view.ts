import { z } from 'zod';
import { moneyOf, subtract, sum, type Money } from '../../money';
import type { LedgerTotal } from '../../store/records';
import { shownAmount, shownCurrency } from '../edge/shown';

const sums = { debits: shownAmount, credits: shownAmount };
const shownBalance = shownAmount.describe('Debits less credits: negative when it owes.');

export const shownLedgerAccount = z
  .strictObject({
    id: z.string().meta({ examples: ['clearing:simulator'] }),
    object: z.literal('ledger-account'),
    balances: z.array(z.strictObject({ currency: shownCurrency, ...sums, balance: shownBalance })),
  })
  .meta({ id: 'LedgerAccount', description: 'One of your own accounts, in every currency.' });

export type LedgerAccountView = z.infer<typeof shownLedgerAccount>;

export const shownTrialBalance = z
  .strictObject({
    object: z.literal('trial-balance'),
    currencies: z.array(
      z.strictObject({
        currency: shownCurrency,
        ...sums,
        difference: shownAmount.describe('Zero, always: anything else is a fault of the ledger.'),
        lines: z
          .array(z.strictObject({ account: z.string(), ...sums, balance: shownBalance }))
          .describe('All customers’ accounts together are one line.'),
      }),
    ),
  })
  .meta({ id: 'TrialBalance' });

export type TrialBalanceView = z.infer<typeof shownTrialBalance>;

/** How the store names all customers' accounts together. */
const CUSTOMERS = 'customers';

/** Debits less credits: what an account of ours holds, or is owed; negative when it owes. */
const balanceOf = ({ debits, credits, currency }: LedgerTotal): Money =>
  subtract(moneyOf(debits, currency), moneyOf(credits, currency));

const lineOf = (total: LedgerTotal) => ({
  account: total.account,
  debits: total.debits,
  credits: total.credits,
  balance: balanceOf(total).amount,
});

const nameOf = ({ account, currency }: LedgerTotal): string => `${account} ${currency}`;

/** By accounts or by currencies, in alphabetical order within and without. */
const groupedBy = <K extends 'account' | 'currency'>(
  key: K,
  totals: readonly LedgerTotal[],
): readonly (readonly [name: string, totals: readonly LedgerTotal[]])[] => {
  const inOrder = [...totals].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  return [...new Set(inOrder.map((total) => total[key]))]
    .sort()
    .map((name) => [name, inOrder.filter((total) => total[key] === name)]);
};

/** The tenant's own accounts, each with what it holds in every currency. */
export const ledgerAccountsView = (totals: readonly LedgerTotal[]): readonly LedgerAccountView[] =>
  groupedBy(
    'account',
    totals.filter(({ account }) => account !== CUSTOMERS),
  ).map(([id, ofAccount]) => ({
    id,
    object: 'ledger-account',
    balances: ofAccount.map((total) => {
      const { debits, credits, balance } = lineOf(total);
      return { currency: total.currency, debits, credits, balance };
    }),
  }));

const inCurrency = (currency: string, totals: readonly LedgerTotal[]) => {
  const debits = sum(
    currency,
    totals.map((total) => moneyOf(total.debits, currency)),
  );
  const credits = sum(
    currency,
    totals.map((total) => moneyOf(total.credits, currency)),
  );
  return {
    currency,
    debits: debits.amount,
    credits: credits.amount,
    difference: subtract(debits, credits).amount,
    lines: totals.map(lineOf),
  };
};

/** Debits against credits in each currency; all customers' accounts together are one line. */
export const trialBalanceView = (totals: readonly LedgerTotal[]): TrialBalanceView => ({
  object: 'trial-balance',
  currencies: groupedBy('currency', totals).map(([currency, rows]) => inCurrency(currency, rows)),
});
