import { isCustomer } from '../../ledger/entry';
import type { LedgerTotal, StoredEntry } from '../../store/records';
import type { Check } from '../check';
import { firstNotZero, minorOf, signed, Sums } from '../sums';

/** The control row of all customers' accounts together. */
const CUSTOMERS = 'customers';

const entryNamed = ({ head, number }: StoredEntry): string =>
  head === null
    ? `Entry number ${String(number)}`
    : `Entry ${head.id} (number ${String(number)}, of ${head.flowId})`;

const unbalancedBy = ({ legs }: StoredEntry): readonly [string, bigint] | undefined => {
  const sums = new Sums();
  for (const { currency, side, minor } of legs) sums.add(currency, signed(side, minor));
  return firstNotZero(sums);
};

export const entriesBalance: Check = {
  name: 'entries-balance',
  proves: 'The legs of every entry are positive and sum to zero in each currency.',
  watch: (tally) => ({
    entry: (entry) => {
      const unbalanced = unbalancedBy(entry);
      tally.expect(
        unbalanced === undefined,
        () =>
          `${entryNamed(entry)} does not balance: ${String(unbalanced?.[1])} minor units of ${String(unbalanced?.[0])} are left over.`,
      );
      if (entry.head === null) {
        tally.violated(`${entryNamed(entry)} has legs and is not there itself.`);
      }
      if (entry.legs.length < 2) tally.violated(`${entryNamed(entry)} has fewer than two legs.`);
      const wrong = entry.legs.find(({ minor }) => minor <= 0n);
      if (wrong) {
        tally.violated(`${entryNamed(entry)} has a leg on ${wrong.account} that is not positive.`);
      }
    },
  }),
};

const debitsOf = ({ debits, currency }: LedgerTotal): bigint =>
  minorOf({ amount: debits, currency });
const creditsOf = ({ credits, currency }: LedgerTotal): bigint =>
  minorOf({ amount: credits, currency });

export const trialBalanceIsZero: Check = {
  name: 'trial-balance-is-zero',
  proves: 'The debits of all accounts together equal their credits in each currency.',
  watch: (tally, { tenantId }) => {
    const sums = new Sums();
    return {
      total: (total) => sums.add(total.currency, creditsOf(total) - debitsOf(total)),
      end: () => {
        for (const [currency, left] of sums.entries()) {
          tally.expect(
            left === 0n,
            () =>
              `The trial balance of ${tenantId} is off by ${String(left)} minor units of ${currency}.`,
          );
        }
      },
    };
  },
};

export const ledgerTotalsEqualPostings: Check = {
  name: 'ledger-totals-equal-postings',
  proves: 'The totals of each internal account, and of all customers, are those of its postings.',
  watch: (tally, { tenantId }) => {
    const posted = new Sums();
    const keyOf = (account: string, currency: string, side: string): string =>
      `${account} ${currency} ${side}s`;
    return {
      entry: ({ legs }) => {
        for (const { account, currency, side, minor } of legs) {
          posted.add(keyOf(isCustomer(account) ? CUSTOMERS : account, currency, side), minor);
        }
      },
      total: (total) => {
        const { account, currency } = total;
        const debits = posted.take(keyOf(account, currency, 'debit'));
        const credits = posted.take(keyOf(account, currency, 'credit'));
        tally.expect(
          debits === debitsOf(total) && credits === creditsOf(total),
          () =>
            `The totals of ${account} in ${currency} of ${tenantId} say ${total.debits} debits and ${total.credits} credits; its postings come to ${String(debits)} and ${String(credits)} minor units.`,
        );
      },
      end: () => {
        const missing = firstNotZero(posted);
        if (missing) {
          tally.violated(
            `There is no total for ${missing[0]} of ${tenantId}, and postings of ${String(missing[1])} minor units.`,
          );
        }
      },
    };
  },
};
