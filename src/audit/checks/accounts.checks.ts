import { DepositFailedEvent, DepositValidatedEvent } from '../../flows/deposit/deposit.messages';
import { TransferValidatedEvent } from '../../flows/transfer/transfer.messages';
import {
  WithdrawCompletedEvent,
  WithdrawFailedEvent,
  WithdrawValidatedEvent,
} from '../../flows/withdraw/withdraw.messages';
import { DepositCompletedEvent } from '../../flows/deposit/deposit.messages';
import type { Account } from '../../accounts/account';
import type { FlowKind } from '../../kernel/message';
import { available } from '../../ledger/balance';
import { isCustomer } from '../../ledger/entry';
import { isBuiltIn, isNegative, type Money } from '../../money';
import type { StoredEntry } from '../../store/records';
import type { Check } from '../check';
import { named, reading, when } from '../logged-event';
import { firstNotZero, minorOf, signed, Sums } from '../sums';

const entryId = ({ head, number }: StoredEntry): string => head?.id ?? `number ${String(number)}`;

export const balancesEqualPostings: Check = {
  name: 'balances-equal-postings',
  proves:
    'The posted balance of every account is the sum of its postings, and each line of its statement says the balance that it left.',
  watch: (tally) => {
    const sums = new Sums();
    return {
      entry: (entry) => {
        for (const { account, side, minor, balance } of entry.legs) {
          if (!isCustomer(account)) {
            tally.expect(
              balance === null,
              () => `Entry ${entryId(entry)} notes a balance for ${account}.`,
            );
            continue;
          }
          const left = sums.add(account, signed(side, minor));
          tally.expect(
            balance === left,
            () =>
              `Entry ${entryId(entry)} says that it left ${String(balance)} minor units on ${account}; its postings come to ${String(left)}.`,
          );
        }
      },
      account: ({ id, posted }) => {
        const sum = sums.take(id);
        tally.expect(
          sum === minorOf(posted),
          () =>
            `Account ${id} has ${posted.amount} ${posted.currency} posted; its postings come to ${String(sum)} minor units.`,
        );
      },
      end: () => {
        const left = firstNotZero(sums);
        if (left) tally.violated(`There are postings of account ${left[0]}, which does not exist.`);
      },
    };
  },
};

export const postingCurrencyIsAccountCurrency: Check = {
  name: 'posting-currency-is-account-currency',
  proves: "Every posting of a customer's account is in the account's own currency.",
  watch: (tally, { replayed, tenantId }) => {
    const isUsable = (code: string): boolean =>
      isBuiltIn(code) ||
      replayed.tenant(tenantId)?.currencies.some((own) => own.code === code) === true;
    /** The currency that was first posted to an account, and by which entry. */
    const postings = new Map<string, { readonly currency: string; readonly entry: string }>();
    return {
      entry: (entry) => {
        for (const { account, currency } of entry.legs) {
          const first = postings.get(account) ?? { currency, entry: entryId(entry) };
          if (isCustomer(account)) postings.set(account, first);
          tally.expect(
            isUsable(currency) && (!isCustomer(account) || first.currency === currency),
            () =>
              `Entry ${entryId(entry)} posts ${currency} to ${account}, to which ${first.currency} was posted before.`,
          );
        }
      },
      account: ({ id, currency }) => {
        const first = postings.get(id);
        tally.expect(
          first === undefined || first.currency === currency,
          () =>
            `Entry ${String(first?.entry)} posts ${String(first?.currency)} to ${id}, whose currency is ${currency}.`,
        );
      },
    };
  },
};

const standing = ({ posted, held, overdraft }: Account): string =>
  `posted ${posted.amount}, held ${held.amount}, overdraft ${overdraft.amount} ${posted.currency}`;

export const noAccountBelowOverdraft: Check = {
  name: 'no-account-below-overdraft',
  proves: 'At no moment of its history was an account below its overdraft, holds counted.',
  watch: (tally) => ({
    step: ({ event, accounts }) => {
      for (const account of accounts) {
        tally.expect(
          !isNegative(available(account)),
          () => `${named(event)} took ${account.id} below its overdraft: ${standing(account)}.`,
        );
      }
    },
  }),
};

export const holdsEqualPendingWithdrawals: Check = {
  name: 'holds-equal-pending-withdrawals',
  proves: 'An account holds exactly what its validated withdrawals that have not ended come to.',
  watch: (tally) => {
    const held = new Sums();
    const release = ({
      accountId,
      converted,
    }: {
      readonly accountId: string;
      readonly converted: Money;
    }): void => {
      held.add(accountId, -minorOf(converted));
    };
    return {
      event: reading(
        when(WithdrawValidatedEvent, ({ accountId, converted }) => {
          held.add(accountId, minorOf(converted));
        }),
        when(WithdrawCompletedEvent, release),
        when(WithdrawFailedEvent, release),
      ),
      account: (account) => {
        const sum = held.take(account.id);
        tally.expect(
          sum === minorOf(account.held),
          () =>
            `Account ${account.id} holds ${account.held.amount} ${account.currency}; its pending withdrawals come to ${String(sum)} minor units.`,
        );
      },
    };
  },
};

interface Used {
  readonly accountId: string;
  readonly day: string;
  readonly converted: Money;
}

/** Days that an account keeps: those that it counted on last, whatever their dates. */
const DAYS_KEPT = 5;

/** What one account used, by day and operation; the days in the order of their last reservation. */
class LastDays {
  private readonly days = new Map<string, Sums>();

  reserve(day: string, kind: FlowKind, minor: bigint): void {
    const sums = this.days.get(day) ?? new Sums();
    sums.add(kind, minor);
    this.days.delete(day);
    this.days.set(day, sums);
    const [oldest] = this.days.keys();
    if (this.days.size > DAYS_KEPT && oldest !== undefined) this.days.delete(oldest);
  }

  giveBack(day: string, kind: FlowKind, minor: bigint): void {
    this.days.get(day)?.add(kind, -minor);
  }

  byDayAndKind(): Map<string, bigint> {
    const rows = [...this.days].flatMap(([day, sums]) =>
      [...sums.entries()].map(([kind, sum]) => [`${day} ${kind}`, sum] as const),
    );
    return new Map(rows);
  }
}

export const dailyUsageEqualsFlows: Check = {
  name: 'daily-usage-equals-flows',
  proves: "What counts against a day's limit is what was validated on it and did not fail.",
  watch: (tally) => {
    const usageOf = new Map<string, LastDays>();
    const reserve = (kind: FlowKind, { accountId, day, converted }: Used): void => {
      const usage = usageOf.get(accountId) ?? new LastDays();
      usageOf.set(accountId, usage);
      usage.reserve(day, kind, minorOf(converted));
    };
    const giveBack = (kind: FlowKind, { accountId, day, converted }: Used): void =>
      usageOf.get(accountId)?.giveBack(day, kind, minorOf(converted));
    return {
      event: reading(
        when(DepositValidatedEvent, (used) => reserve('deposit', used)),
        when(DepositFailedEvent, (used) => giveBack('deposit', used)),
        when(WithdrawValidatedEvent, (used) => reserve('withdraw', used)),
        when(WithdrawFailedEvent, (used) => giveBack('withdraw', used)),
        when(TransferValidatedEvent, ({ fromAccountId, day, debited }) =>
          reserve('transfer', { accountId: fromAccountId, day, converted: debited }),
        ),
      ),
      account: (account) => {
        const sums = usageOf.get(account.id)?.byDayAndKind() ?? new Map<string, bigint>();
        for (const { day, operation, amount } of account.usage) {
          const sum = sums.get(`${day} ${operation}`);
          tally.expect(
            sum === minorOf(amount),
            () =>
              `Account ${account.id} counts ${amount.amount} ${account.currency} of ${operation} on ${day}; its flows come to ${String(sum ?? 0n)} minor units.`,
          );
          sums.delete(`${day} ${operation}`);
        }
        for (const [key, sum] of sums) {
          tally.expect(
            false,
            () => `Account ${account.id} does not count the ${String(sum)} minor units of ${key}.`,
          );
        }
      },
    };
  },
};

export const flowsUnderWayAreCounted: Check = {
  name: 'flows-under-way-are-counted',
  proves: 'An account knows how many of its payments have not ended, and cannot close before.',
  watch: (tally) => {
    const underWay = new Sums();
    const begins = ({ accountId }: { readonly accountId: string }): void => {
      underWay.add(accountId, 1n);
    };
    const ends = ({ accountId }: { readonly accountId: string }): void => {
      underWay.add(accountId, -1n);
    };
    return {
      event: reading(
        when(DepositValidatedEvent, begins),
        when(WithdrawValidatedEvent, begins),
        when(DepositCompletedEvent, ends),
        when(DepositFailedEvent, ends),
        when(WithdrawCompletedEvent, ends),
        when(WithdrawFailedEvent, ends),
      ),
      account: ({ id, flowsUnderWay }) => {
        const count = underWay.take(id);
        tally.expect(
          BigInt(flowsUnderWay) === count,
          () =>
            `Account ${id} counts ${String(flowsUnderWay)} flows under way; there are ${String(count)}.`,
        );
      },
    };
  },
};
