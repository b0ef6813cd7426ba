import type { Chance } from '../chance';
import { paths, type Call } from './call';
import { anyMethod } from './methods';
import { anyAmount, codes, type Code } from './money';
import type { Account, Town } from './town';

type Wish = Omit<Call, 'key'>;
type Wishes = (town: Town, chance: Chance) => Wish;

const noPayment = { ends: null, isSettledByUs: false, cancels: null };

const deposit: Wishes = (town, chance) => paid('deposit', 'source', town, chance);
const withdrawal: Wishes = (town, chance) => paid('withdrawal', 'destination', town, chance);

const transfer: Wishes = (town, chance) => {
  const from = chance.oneOf(town.accounts);
  const to = chance.oneOf(town.accounts.filter(({ id }) => id !== from.id));
  const body = { fromAccountId: from.id, toAccountId: to.id, ...anyMoney(from, chance) };
  return { kind: 'transfer', path: paths.transfer, body, ...noPayment };
};

const quote: Wishes = (town, chance) => {
  const to = chance.oneOf(town.accounts).code;
  const from = chance.oneOf(codes.filter((code) => code !== to));
  const body = { from, to, amount: anyAmount(from, chance) };
  return { kind: 'quote', path: paths.quote, body, ...noPayment };
};

function paid(
  kind: 'deposit' | 'withdrawal',
  side: 'source' | 'destination',
  town: Town,
  chance: Chance,
): Wish {
  const account = chance.oneOf(town.accounts);
  const { name, ends, isSettledByUs } = anyMethod(town.methods, chance);
  const body = { accountId: account.id, [side]: name, ...anyMoney(account, chance) };
  return { kind, path: paths[kind], body, ends, isSettledByUs, cancels: null };
}

/** Mostly in the account's own currency, and sometimes more than any limit allows. */
function anyMoney({ code }: Account, chance: Chance): { amount: string; currency: Code } {
  const currency = chance.percent(50) ? code : chance.oneOf(codes);
  return { currency, amount: anyAmount(currency, chance, chance.percent(10) ? 20n : 1n) };
}

/** Something that a customer might ask for. */
export const anyWish: Wishes = (town, chance) =>
  chance.weighted([
    [38, deposit],
    [24, withdrawal],
    [30, transfer],
    [8, quote],
  ] as const)(town, chance);

/** The deposit for which a quote was given. */
export function depositAt(quoteId: string, { body }: Call, town: Town, chance: Chance): Wish {
  const account = chance.oneOf(town.accounts.filter(({ code }) => code === body['to']));
  const { name, ends, isSettledByUs } = anyMethod(town.methods, chance);
  return {
    kind: 'deposit',
    path: paths.deposit,
    body: {
      accountId: account.id,
      source: name,
      amount: body['amount'],
      currency: body['from'],
      quoteId,
    },
    ends,
    isSettledByUs,
    cancels: null,
  };
}

/** Methods that the provider turns away at first: these payments can be cancelled. */
const TURNED_AWAY_AT_FIRST = 'sim:flaky';

/**
 * Whether the customer thinks better of what was just asked for. Never of a payment that we settle
 * ourselves: one that was cancelled cannot be settled any more.
 */
export function isRegretted({ body, ends, isSettledByUs }: Call, chance: Chance): boolean {
  if (ends === null || isSettledByUs) return false;
  const method = String(body['source'] ?? body['destination']);
  return chance.percent(method.startsWith(TURNED_AWAY_AT_FIRST) ? 50 : 5);
}

/** Takes back the flow of a call that was accepted, if that still can be done. */
export const cancelOf = ({ key, path }: Call, flowId: string): Wish => ({
  kind: 'cancel',
  path: `${path}/${flowId}/cancel`,
  body: {},
  ends: null,
  isSettledByUs: false,
  cancels: key,
});
