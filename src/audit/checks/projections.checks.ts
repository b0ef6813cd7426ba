import type { Account } from '../../accounts/account';
import type { FlowState } from '../../kernel/flow-state';
import type { AccountId } from '../../kernel/ids';
import { toMinor } from '../../money';
import { pairOf } from '../../rates/rate';
import type { Anomaly, FiledFlow, PostedEntry, StoredEntry, StoredFlow } from '../../store/records';
import type { ReadStore } from '../../store/store.port';
import type { Check, Ground } from '../check';
import { named } from '../logged-event';
import { textOf } from '../replayed-world';
import type { Tally } from '../tally';

type Fields = object;

const shown = (field: string, value: unknown): string => {
  if (value === undefined) return 'nothing';
  // A key's hash is no secret, and still nobody's business.
  return field === 'hash' ? 'another hash' : JSON.stringify(value).slice(0, 120);
};

/** The first field in which what is stored is not what the log makes; null when there is none. */
const difference = (stored: Fields, replayed: Fields): string | null => {
  const a = new Map<string, unknown>(Object.entries(stored));
  const b = new Map<string, unknown>(Object.entries(replayed));
  for (const field of new Set([...a.keys(), ...b.keys()])) {
    const [is, due] = [a.get(field), b.get(field)];
    if (JSON.stringify(is) !== JSON.stringify(due)) {
      return `${field} is ${shown(field, is)}, the log says ${shown(field, due)}`;
    }
  }
  return null;
};

const compare = (
  tally: Tally,
  name: string,
  stored: Fields | undefined,
  replayed: Fields | undefined,
): void => {
  if (stored === undefined) tally.violated(`${name} is in the log and not stored.`);
  else if (replayed === undefined)
    tally.violated(`${name} is stored, and the log knows nothing of it.`);
  else {
    const wrong = difference(stored, replayed);
    tally.expect(wrong === null, () => `${name} is not as the log makes it: ${String(wrong)}.`);
  }
};

/** An entry of either kind in the same words. */
const entryWords = ({ id, flowId, type, postedAt, conversions }: EntryHead): Fields => ({
  id,
  flowId,
  type,
  postedAt,
  conversions,
});
type EntryHead = NonNullable<StoredEntry['head']>;

const storedWords = ({ head, number, legs }: StoredEntry): Fields => ({
  number,
  ...(head ? entryWords(head) : {}),
  legs: legs.map(({ account, side, currency, minor, balance }) =>
    [account, side, minor, currency, balance].map(String),
  ),
});

const replayedWords = (entry: PostedEntry, number: number): Fields => ({
  number,
  ...entryWords(entry),
  legs: entry.legs.map(({ account, side, amount }, index) => {
    const balance = entry.balances[index] ?? null;
    const left = balance === null ? null : toMinor({ ...amount, amount: balance });
    return [account, side, toMinor(amount), amount.currency, left].map(String);
  }),
});

const filingOf = ({ id, status, paymentId }: FlowState): FiledFlow['filed'] => ({
  id,
  status,
  paymentId,
});

const isFiledRight = ({ state, filed }: FiledFlow): boolean =>
  difference(filed, filingOf(state)) === null;

const flowWords = ({ state, sequence }: StoredFlow, filed = filingOf(state)): Fields => ({
  ...state,
  sequence,
  listedAs: filed,
});

const allAnomalies = async (
  reads: ReadStore,
  { tenantId }: Ground,
): Promise<ReadonlyMap<string, Anomaly>> => {
  const found = new Map<string, Anomaly>();
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<ReadStore['anomalies']>> = await reads.anomalies(tenantId, {
      limit: 100,
      after,
    });
    for (const anomaly of page.items) found.set(anomaly.id, anomaly);
    after = page.next;
  } while (after !== null);
  return found;
};

/** Compares two small tables whole. */
const compareAll = (
  tally: Tally,
  noun: string,
  stored: ReadonlyMap<string, Fields>,
  replayed: ReadonlyMap<string, Fields>,
): void => {
  for (const id of new Set([...stored.keys(), ...replayed.keys()])) {
    compare(tally, `${noun} ${id}`, stored.get(id), replayed.get(id));
  }
};

export const projectionsEqualLog: Check = {
  name: 'projections-equal-log',
  proves:
    'Accounts, flows, entries, rates, quotes, settings, currencies, keys and anomalies are what the log makes when it is replayed from its first event.',
  watch: (tally, ground) => {
    const { replayed, snapshot, tenantId } = ground;
    const accounts = new Set<string>();
    const quotes = new Set<string>();
    /** By flow: the accounts under which it must be listed. */
    const touched = new Map<string, readonly AccountId[]>();
    const anomalies = new Map<string, Anomaly>();
    let number = 0;
    let toList = 0;
    return {
      step: ({ event, fault, anomalies: found }) => {
        if (fault !== null) tally.violated(`${named(event)} cannot be applied: ${fault}`);
        for (const anomaly of found) anomalies.set(anomaly.id, anomaly);
      },
      pair: (entry, stored) => {
        number += 1;
        const name = `Entry ${entry?.id ?? stored?.head?.id ?? `number ${String(stored?.number)}`}`;
        compare(tally, name, stored && storedWords(stored), entry && replayedWords(entry, number));
      },
      flow: (stored) => {
        const { id } = stored.filed;
        touched.set(id, stored.state.accountIds);
        if (textOf(stored) === replayed.textOfFlow(id) && isFiledRight(stored)) {
          tally.expect(true, () => '');
          return;
        }
        const flow = replayed.flow(tenantId, id);
        compare(tally, `Flow ${id}`, flowWords(stored, stored.filed), flow && flowWords(flow));
      },
      listed: ({ accountId, flowId }) => {
        toList -= 1;
        tally.expect(
          touched.get(flowId)?.includes(accountId as AccountId) ?? false,
          () => `Flow ${flowId} is listed under account ${accountId}, which it does not touch.`,
        );
      },
      quote: (quote) => {
        quotes.add(quote.id);
        compare(tally, `Quote ${quote.id}`, quote, replayed.quote(tenantId, quote.id));
      },
      account: (account: Account) => {
        accounts.add(account.id);
        compare(tally, `Account ${account.id}`, account, replayed.account(tenantId, account.id));
      },
      end: async () => {
        for (const id of replayed.accountsById.keys()) {
          if (!accounts.has(id)) tally.violated(`Account ${id} is in the log and not stored.`);
        }
        for (const id of replayed.quotesById.keys()) {
          if (!quotes.has(id)) tally.violated(`Quote ${id} is in the log and not stored.`);
        }
        for (const id of replayed.flowIds()) {
          if (!touched.has(id)) tally.violated(`Flow ${id} is in the log and not stored.`);
        }
        for (const ids of touched.values()) toList += new Set(ids).size;
        tally.expect(
          toList === 0,
          () => `${String(toList)} flows of ${tenantId} are missing from the lists of accounts.`,
        );
        const { reads } = snapshot;
        const rates = await reads.pinnedRates(tenantId);
        const keys = await reads.keys(tenantId);
        const tenants = (await reads.tenants()).filter(({ id }) => id === tenantId);
        compareAll(
          tally,
          'Rate',
          byName(rates, (r) => pairOf(r.base, r.quote)),
          replayed.pinsByPair,
        );
        compareAll(
          tally,
          'Key',
          byName(keys, ({ id }) => id),
          replayed.keysById,
        );
        compareAll(
          tally,
          'Tenant',
          byName(tenants, ({ id }) => id),
          replayed.tenantsById,
        );
        const own = [...replayed.tenantsById.values()].flatMap(({ currencies }) => currencies);
        const fixed = byName(await reads.exponents(), ({ code }) => code);
        for (const { code, exponent } of own) {
          compare(tally, `Exponent of ${code}`, fixed.get(code), { code, exponent });
        }
        compareAll(tally, 'Anomaly', await allAnomalies(reads, ground), anomalies);
      },
    };
  },
};

const byName = <T extends Fields>(
  list: readonly T[],
  nameOf: (item: T) => string,
): ReadonlyMap<string, T> => new Map(list.map((item) => [nameOf(item), item]));
