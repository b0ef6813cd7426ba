import { ask } from '../load/api';
import { endOf, type Entry } from '../load/journal';
import { minorUnits } from '../load/money';
import { differences, type Check } from './check';

interface Balance {
  readonly balance: { readonly posted: string; readonly held: string };
}

/**
 * The client's own reckoning: what it was told of each flow that completed, summed up account by
 * account, in whole minor units.
 */
export function reckoned(entries: Iterable<Entry>): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const entry of entries) {
    // A cancel's answer shows its flow, whose moves are reckoned with the flow's own call.
    const isFlow = entry.call.cancels === null;
    if (!isFlow || entry.told === undefined || endOf(entry) !== 'completed') continue;
    for (const { accountId, change } of entry.told.moves) {
      sums.set(accountId, (sums.get(accountId) ?? 0n) + change);
    }
  }
  return sums;
}

/** Each account holds what its client reckons, and nothing is held back any more. */
export const balancesAreReckoned: Check = async ({ system, town, journal }) => {
  const sums = reckoned(journal.entries.values());
  const expected = new Map<string, string>();
  const found = new Map<string, string>();
  for (const { id, code } of town.accounts) {
    const { balance } = await ask<Balance>(system, 'GET', `/v1/accounts/${id}`);
    expected.set(id, `${String(sums.get(id) ?? 0n)} ${code}, 0 held`);
    const [posted, held] = [balance.posted, balance.held].map(signedMinor(code));
    found.set(id, `${String(posted)} ${code}, ${String(held)} held`);
  }
  return [
    {
      name: "balances are the client's own reckoning",
      figures: `${String(found.size)} accounts`,
      differences: differences('account', expected, found),
    },
  ];
};

const signedMinor =
  (code: string) =>
  (amount: string): bigint =>
    amount.startsWith('-') ? -minorUnits(amount.slice(1), code) : minorUnits(amount, code);
