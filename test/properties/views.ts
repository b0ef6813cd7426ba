import { available } from '../../src/ledger/balance';
import type { Deposit } from '../../src/flows/deposit/deposit.state';
import type { Transfer } from '../../src/flows/transfer/transfer.state';
import type { Converted } from '../../src/flows/conversion/conversion.messages';
import type { StoredEvent } from '../../src/store/records';
import { fixed, minorOf, plain } from './decimals';
import type { Player } from './player';
import { availableOf, type Account, type Flow, type Reference } from './reference';
import type { Quote } from './reference.quotes';
import { EXPONENTS, type Currency } from './reference.rates';

/**
 * The reference and the engine, told in the same words, so that they can be held against each
 * other.
 */
const text = (minor: bigint, currency: Currency): string => fixed(minor, EXPONENTS[currency]);

export const expectedAccount = (account: Account): object => ({
  name: account.name,
  status: account.status,
  version: account.version,
  flowsUnderWay: account.underWay,
  posted: text(account.posted, account.currency),
  held: text(account.held, account.currency),
  available: text(availableOf(account), account.currency),
});

export async function seenAccount(player: Player, name: string): Promise<object> {
  const account = await player.stage.account(player.accountId(Number(name.slice(1))));
  await player.past.remember(account);
  return {
    name,
    status: account.status,
    version: account.version,
    flowsUnderWay: account.flowsUnderWay,
    posted: account.posted.amount,
    held: account.held.amount,
    available: available(account).amount,
  };
}

export const expectedFlow = (flow: Flow): object => ({
  name: flow.name,
  kind: flow.kind,
  status: flow.status,
  payment: flow.payment,
  conversions: flow.converted.map(({ minor, currency, remainder, spread, ...rest }) => ({
    amount: text(minor, currency),
    currency,
    ...rest,
    remainder: plain(remainder),
    spread: { basisPoints: spread.basisPoints, amount: plain(spread.amount) },
  })),
  refusal: flow.refusal,
  story: flow.story,
  postings: [...flow.postings].sort(),
});

export async function seenFlow(player: Player, name: string): Promise<object> {
  const { stage } = player;
  const id = player.flowId(name);
  const flow = (await stage.reads.flow(stage.tenantId, id)) as Deposit | Transfer;
  const events = await stage.events(id);
  const postings = await stage.postings(id);
  return {
    name,
    kind: flow.kind,
    status: flow.status,
    payment: 'payment' in flow ? (flow.payment?.status ?? null) : null,
    conversions: conversionsOf(flow).map(
      ({ side, amount, rate, mid, exact, remainder, rounding, spread }) => ({
        side,
        amount: amount.amount,
        currency: amount.currency,
        rate: rate.value,
        mid,
        exact,
        remainder,
        rounding,
        spread,
      }),
    ),
    refusal: refusalOf(events) ?? (flow.failure && { code: flow.failure.code }),
    story: events.map(({ type }) => type),
    postings: postings
      .map((leg) => `${leg.side} ${player.nameOf(leg.account)} ${leg.amount} ${leg.currency}`)
      .sort(),
  };
}

function conversionsOf(flow: Deposit | Transfer): readonly Converted[] {
  if ('conversion' in flow) return flow.conversion ? [flow.conversion] : [];
  return flow.conversions ? [flow.conversions.debit, flow.conversions.credit] : [];
}

/** What a rejected flow's last event tells, but for the words. */
function refusalOf(events: readonly StoredEvent[]): object | null {
  const last = events.at(-1);
  if (!last?.type.endsWith('.rejected')) return null;
  const { refusal } = JSON.parse(last.data) as { refusal: Record<string, string> };
  const { detail, ...rest } = refusal;
  return detail === undefined ? { ...rest, detail: 'missing' } : rest;
}

export const expectedTotals = (reference: Reference): object =>
  Object.fromEntries(
    [...reference.totals].map(([row, { debits, credits }]) => {
      const currency = row.split(' ')[1] as Currency;
      return [row, [text(debits, currency), text(credits, currency)]];
    }),
  );

export async function seenTotals({ stage }: Player): Promise<object> {
  const totals = await stage.reads.ledgerTotals(stage.tenantId);
  return Object.fromEntries(
    totals.map(({ account, currency, debits, credits }) => [
      `${account} ${currency}`,
      [debits, credits],
    ]),
  );
}

export const expectedQuote = ({ from, into, rate, spread, expiresAt, usedBy }: Quote): object => ({
  from: { amount: text(from.minor, from.currency), currency: from.currency },
  to: into,
  rate: plain(rate),
  spread,
  expiresAt: new Date(expiresAt).toISOString(),
  usedBy,
});

export async function seenQuote(player: Player, index: number): Promise<object> {
  const { stage } = player;
  const quote = await stage.reads.quote(stage.tenantId, player.quoteId(index));
  if (!quote) throw new Error(`There is no quote ${String(index)}.`);
  const { from, to, rate, spreadBasisPoints, expiresAt, usedBy } = quote;
  const flow = usedBy && player.nameOf(usedBy);
  return { from, to, rate: rate.value, spread: spreadBasisPoints, expiresAt, usedBy: flow };
}

/** Where nothing was taken, there may be a row of nothing or none. */
export const expectedTaken = ({ taken }: Reference): object =>
  Object.fromEntries(
    [...taken]
      .filter(([, { remainder, spread }]) => remainder.digits !== 0n || spread.digits !== 0n)
      .map(([currency, { remainder, spread }]) => [currency, [plain(remainder), plain(spread)]]),
  );

export async function seenTaken({ stage }: Player): Promise<object> {
  const totals = await stage.reads.fxTotals(stage.tenantId);
  return Object.fromEntries(
    totals
      .filter(({ remainder, spread }) => remainder !== '0' || spread !== '0')
      .map(({ currency, remainder, spread }) => [currency, [remainder, spread]]),
  );
}

export async function seenAnomalies({ stage }: Player): Promise<readonly string[]> {
  const reasons: string[] = [];
  let after: string | null = null;
  do {
    const page = await stage.reads.anomalies(stage.tenantId, { limit: 100, after });
    reasons.push(...page.items.map(({ reason }) => reason));
    after = page.next;
  } while (after !== null);
  return reasons.sort();
}

/** Entries by id: what debits and credits of each come to, in each of its currencies. */
export async function imbalances(player: Player, flows: readonly string[]): Promise<string[]> {
  const sums = new Map<string, bigint>();
  for (const name of flows) {
    for (const leg of await player.stage.postings(player.flowId(name))) {
      const entry = `${leg.entryId} ${leg.currency}`;
      const change = minorOf(leg.amount) * (leg.side === 'debit' ? -1n : 1n);
      sums.set(entry, (sums.get(entry) ?? 0n) + change);
    }
  }
  return [...sums].filter(([, sum]) => sum !== 0n).map(([entry]) => entry);
}

/** The lines of a statement that do not follow from the line before them, and the last balance. */
export async function seenStatement(player: Player, name: string): Promise<object> {
  const { stage } = player;
  const id = player.accountId(Number(name.slice(1)));
  const broken: string[] = [];
  let balance = 0n;
  let after: string | null = null;
  const lines = [];
  do {
    const page = await stage.reads.statement(stage.tenantId, id, { limit: 100, after });
    lines.push(...page.items);
    after = page.next;
  } while (after !== null);
  for (const line of lines.reverse()) {
    balance += minorOf(line.amount) * (line.side === 'debit' ? -1n : 1n);
    if (minorOf(line.balance) !== balance) broken.push(line.entryId);
  }
  return { name, broken, balance };
}
