import type { Account, DailyUsage } from '../accounts/account';
import type { AccountEffect } from '../accounts/account.projection';
import { renamed, type AccountId, type FlowId } from '../kernel/ids';
import { flowIdOf } from '../kernel/message';
import type { Recorded } from '../kernel/projection';
import type { TaskEffect } from '../kernel/task';
import { available, withHold, withLeg, withoutHold } from '../ledger/balance';
import { isCustomer, legsOf, type Leg } from '../ledger/entry';
import type { LedgerEffect, UsageChange } from '../ledger/ledger.effects';
import { add, isNegative, subtract, zero } from '../money';
import type { AnomalyEffect } from '../providers/anomaly';
import type { QuoteEffect } from '../rates/quotes.effects';
import type { RateEffect } from '../rates/rates.effects';
import type { Tenant } from '../tenancy/tenancy';
import type { TenancyEffect } from '../tenancy/tenancy.projection';
import type { World } from './world';

/** Everything that an event can do to the state. */
export type Effect =
  | LedgerEffect
  | AccountEffect
  | RateEffect
  | QuoteEffect
  | TenancyEffect
  | AnomalyEffect
  | TaskEffect;

type Carry<E> = (world: World, effect: E, event: Recorded) => void;

/** How each effect is carried out: the only place where state changes. */
const carried: { readonly [K in Effect['kind']]: Carry<Extract<Effect, { kind: K }>> } = {
  post: (world, { entry }, event) => {
    const legs = legsOf(entry.moves);
    world.post({
      id: renamed(event.id, 'ent'),
      tenantId: event.meta.tenantId,
      flowId: event.meta.stream.id as FlowId,
      type: event.type,
      postedAt: event.meta.at,
      legs,
      conversions: entry.conversions,
      balances: legs.map((leg) => book(world, leg, event)),
    });
  },
  hold: (world, { accountId, amount }, event) => {
    changeBalance(world, accountId, event, (account) => withHold(account, amount));
  },
  release: (world, { accountId, amount }, event) => {
    changeBalance(world, accountId, event, (account) => withoutHold(account, amount));
  },
  'reserve-usage': (world, usage, event) => {
    changeAccount(world, usage.accountId, event, (account) => withUsage(account, usage));
  },
  'return-usage': (world, usage, event) => {
    changeAccount(world, usage.accountId, event, (account) => withoutUsage(account, usage));
  },
  'begin-flow': (world, { accountId }, event) => {
    changeAccount(world, accountId, event, (account) => withFlows(account, 1));
  },
  'end-flow': (world, { accountId }, event) => {
    changeAccount(world, accountId, event, (account) => withFlows(account, -1));
  },
  'open-account': (world, { account }, event) => {
    world.putAccount(account);
    leaveBalance(world, account, event);
  },
  'change-account': (world, { accountId, change, version }, event) => {
    changeBalance(world, accountId, event, (account) => ({ ...account, ...change, version }));
  },
  'pin-rate': (world, { rate }) => {
    world.pinRate(rate);
  },
  'unpin-rate': (world, pair) => {
    world.unpinRate(pair);
  },
  'add-quote': (world, { quote }) => {
    world.putQuote(quote);
  },
  'use-quote': (world, { quoteId }, { meta }) => {
    const quote = world.quote(meta.tenantId, quoteId);
    if (quote?.usedBy !== null) throw new Error(`The quote ${quoteId} is not open.`);
    world.putQuote({ ...quote, usedBy: flowIdOf(meta) });
  },
  'add-tenant': (world, { tenant }) => {
    world.putTenant(tenant);
  },
  'change-settings': (world, { settings }, { meta }) => {
    world.putTenant({ ...tenantOf(world, meta), settings });
  },
  'add-currency': (world, { currency }, { meta }) => {
    const tenant = tenantOf(world, meta);
    world.fixExponent({ code: currency.code, exponent: currency.exponent });
    world.putTenant({ ...tenant, currencies: [...tenant.currencies, currency] });
  },
  'rename-currency': (world, { code, name }, { meta }) => {
    const tenant = tenantOf(world, meta);
    const currencies = tenant.currencies.map((one) => (one.code === code ? { ...one, name } : one));
    world.putTenant({ ...tenant, currencies });
  },
  'add-key': (world, { key }) => {
    world.putKey(key);
  },
  'revoke-key': (world, { keyId, at }, event) => {
    const key = world.key(event.meta.tenantId, keyId);
    if (key === undefined) throw new Error(`There is no key ${keyId} to revoke.`);
    world.putKey({ ...key, revokedAt: at });
  },
  'record-anomaly': (world, { anomaly }) => {
    world.recordAnomaly(anomaly);
  },
  'stop-asking': (world, _effect, { meta }) => {
    world.stopAsking(meta.tenantId, meta.stream.id);
  },
};

export function carryOut(world: World, effect: Effect, event: Recorded): void {
  const carry = carried[effect.kind] as Carry<Effect>;
  carry(world, effect, event);
}

function tenantOf(world: World, { tenantId }: Recorded['meta']): Tenant {
  const tenant = world.tenant(tenantId);
  if (tenant === undefined) throw new Error(`There is no tenant ${tenantId} to change.`);
  return tenant;
}

function changeAccount(
  world: World,
  id: AccountId,
  { meta }: Recorded,
  change: (account: Account) => Account,
): Account {
  const account = world.account(meta.tenantId, id);
  if (account === undefined) throw new Error(`The account ${id} is not part of this turn.`);
  const changed = { ...change(account), updatedAt: meta.at };
  world.putAccount(changed);
  return changed;
}

/** A change that the account's past has to know of. */
function changeBalance(...change: Parameters<typeof changeAccount>): Account {
  const [world, , event] = change;
  const account = changeAccount(...change);
  leaveBalance(world, account, event);
  return account;
}

function leaveBalance(world: World, account: Account, { meta, sequence }: Recorded): void {
  const { tenantId, id, posted, held, overdraft } = account;
  const event = { stream: meta.stream.id, sequence };
  world.leaveBalance({ tenantId, accountId: id, event, posted, held, overdraft });
}

/** Books one leg; a customer's account ends at the balance that is answered. */
function book(world: World, leg: Leg, event: Recorded): string | null {
  if (!isCustomer(leg.account)) return null;
  const account = changeBalance(world, leg.account, event, (before) => withLeg(before, leg));
  if (leg.side === 'debit' && isNegative(available(account))) {
    throw new Error(`${event.type} would take ${account.id} below its overdraft.`);
  }
  return account.posted.amount;
}

/** More than a clock will ever be put back by; an older day changes no outcome. */
const DAYS_KEPT = 5;

const isRowOf =
  ({ operation, day }: UsageChange) =>
  (row: DailyUsage): boolean =>
    row.operation === operation && row.day === day;

function withUsage(account: Account, usage: UsageChange): Account {
  const { operation, day } = usage;
  const isSame = isRowOf(usage);
  const before = account.usage.find(isSame)?.amount ?? zero(account.currency);
  const others = account.usage.filter((row) => !isSame(row));
  const rows = [...others, { operation, day, amount: add(before, usage.amount) }];
  return { ...account, usage: ofLastDays(rows) };
}

/** A day that is no longer kept needs nothing back. */
function withoutUsage(account: Account, usage: UsageChange): Account {
  const isSame = isRowOf(usage);
  const rows = account.usage.map((row) =>
    isSame(row) ? { ...row, amount: subtract(row.amount, usage.amount) } : row,
  );
  return { ...account, usage: rows };
}

/**
 * Rows stand in the order in which they were last counted on, and those of the last few days are
 * kept: by that order and not by date, so that a clock that ran ahead, or was put back, makes
 * nobody forget what was used today.
 */
function ofLastDays(rows: readonly DailyUsage[]): readonly DailyUsage[] {
  if (rows.length <= DAYS_KEPT) return rows;
  const lastFirst = new Set(rows.map(({ day }) => day).reverse());
  const kept = new Set([...lastFirst].slice(0, DAYS_KEPT));
  return rows.filter(({ day }) => kept.has(day));
}

const withFlows = (account: Account, change: 1 | -1): Account => ({
  ...account,
  flowsUnderWay: account.flowsUnderWay + change,
});
