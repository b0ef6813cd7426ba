import { isDeepStrictEqual } from 'node:util';
import type {
  Amount,
  Answer,
  Asked,
  Bound,
  Deed,
  Kind,
  Limits,
  LimitsPatch,
  Method,
  News,
  Who,
} from './deeds';
import { fixed, minorUnits, minus, plain, plus, times, type Decimal } from './decimals';
import {
  clientRate,
  HELD_FOR,
  quoteRefusal,
  roundingFor,
  type Price,
  type Quote,
  type Settings,
  type Side,
} from './reference.quotes';
import { EXPONENTS, pinOf, rateBetween, type Currency, type Pins } from './reference.rates';

export interface Account {
  readonly name: string;
  readonly currency: Currency;
  status: 'open' | 'frozen' | 'closed';
  limits: Limits;
  overdraft: bigint;
  posted: bigint;
  held: bigint;
  /** By operation and day. */
  readonly used: Map<string, bigint>;
  underWay: number;
  version: number;
}

/** Money in an account's currency, and where it came from. */
interface Converted extends Amount {
  readonly side: Side;
  readonly rate: string;
  readonly mid: string;
  readonly spread: { readonly basisPoints: number; readonly amount: Decimal };
  readonly exact: string;
  readonly remainder: Decimal;
  readonly rounding: string;
}

/** One side of a conversion: for a customer who is credited, or debited. */
interface Target {
  readonly side: Side;
  readonly into: Currency;
}

interface Refusal {
  readonly code: string;
  readonly required?: string;
  readonly available?: string;
  readonly currency?: string;
  readonly limit?: string;
}

export interface Flow {
  readonly name: string;
  readonly kind: Kind;
  readonly accounts: readonly number[];
  readonly requested: Amount;
  readonly day: string;
  readonly method: Method | null;
  readonly quote: Quote | null;
  status: 'pending' | 'completed' | 'failed' | 'rejected';
  payment: 'initiated' | 'submitted' | 'completed' | 'failed' | null;
  /** The provider has not answered the order yet, nor need it no more. */
  isOrdered: boolean;
  /** How often it was turned away, and when (ms) the last time. */
  turnedAway: number;
  waitsSince: number | null;
  converted: readonly Converted[];
  refusal: Refusal | null;
  /** The types of its events, in order. */
  readonly story: string[];
  readonly postings: string[];
}

interface Books {
  now: number;
  readonly settings: Settings;
  readonly pins: Pins;
  readonly quotes: Quote[];
  readonly accounts: Account[];
  readonly flows: Flow[];
  readonly references: Set<string>;
  readonly answers: Map<string, { readonly body: string; readonly answer: Answer }>;
  readonly events: Set<string>;
  readonly anomalies: string[];
  /** `account currency` → debits and credits; every customer's account counts as `customers`. */
  readonly totals: Map<string, { debits: bigint; credits: bigint }>;
  /** By currency: what rounding and spreads took from customers. */
  readonly taken: Map<Currency, { remainder: Decimal; spread: Decimal }>;
}

/** A turn in the road: what the rules are asked, in the account's own minor units. */
interface Judged {
  readonly kind: Kind;
  readonly account: Account;
  readonly amount: bigint;
  readonly day: string;
}

const CLEARING = 'clearing:simulator';
const NOTHING: Decimal = { digits: 0n, scale: 0 };
/** A provider that is flaky has time for the fourth. */
const FLAKY = 3;

const text = (minor: bigint, currency: Currency): string => fixed(minor, EXPONENTS[currency]);

export const availableOf = ({ posted, held, overdraft }: Account): bigint =>
  posted - held + overdraft;

const usageOf = (kind: Kind, day: string): string => `${kind} ${day}`;

/**
 * A ledger as the documents word it, one deed after another: whole numbers in plain objects, and
 * nothing of what it is compared with.
 */
export class Reference {
  constructor(private readonly books: Books) {}

  static at(now: number): Reference {
    return new Reference({
      now,
      settings: { spread: 0, rounding: 'directed' },
      pins: new Map(),
      quotes: [],
      accounts: [],
      flows: [],
      references: new Set(),
      answers: new Map(),
      events: new Set(),
      anomalies: [],
      totals: new Map(),
      taken: new Map(),
    });
  }

  get accounts(): readonly Account[] {
    return this.books.accounts;
  }

  get flows(): readonly Flow[] {
    return this.books.flows;
  }

  get quotes(): readonly Quote[] {
    return this.books.quotes;
  }

  get anomalies(): readonly string[] {
    return this.books.anomalies;
  }

  get totals(): Books['totals'] {
    return this.books.totals;
  }

  get taken(): Books['taken'] {
    return this.books.taken;
  }

  get day(): string {
    return new Date(this.books.now).toISOString().slice(0, 10);
  }

  moveClock(milliseconds: number): void {
    this.books.now += milliseconds;
  }

  /** What is left of a bound, or null where there is none. */
  left(account: Account, kind: Kind, bound: Bound | 'available'): bigint | null {
    if (bound === 'available') return availableOf(account);
    const limit = account.limits[kind][bound];
    return limit === null || bound !== 'daily'
      ? limit
      : limit - this.usedOn(account, kind, this.day);
  }

  ask(asked: Asked): Answer {
    if (asked.isDryRun) {
      const rehearsed = new Reference(structuredClone(this.books)).do(asked.deed);
      return { ...rehearsed, flow: null };
    }
    const known = asked.key === null ? undefined : this.books.answers.get(asked.key);
    if (known) {
      return known.body === asked.body
        ? { ...known.answer, isReplayed: true }
        : { status: 422, code: 'idempotency-key-reused', flow: null, isReplayed: false };
    }
    const answer = this.do(asked.deed);
    if (asked.key !== null && answer.status !== 400) {
      this.books.answers.set(asked.key, { body: asked.body, answer });
    }
    return answer;
  }

  /** The provider is asked every order that it has not answered and that is not asked too soon. */
  settle(): void {
    for (const flow of this.books.flows.filter(({ isOrdered }) => isOrdered)) {
      const isTooSoon = flow.waitsSince !== null && this.books.now <= flow.waitsSince;
      const isFlaky = flow.method === 'sim:flaky-3' || flow.method === 'sim:flaky-3-decline';
      if (isTooSoon) continue;
      if (isFlaky && flow.turnedAway < FLAKY) {
        flow.turnedAway += 1;
        flow.waitsSince = this.books.now;
        continue;
      }
      flow.isOrdered = false;
      this.told(flow, answers[flow.method ?? 'sim:manual']);
    }
  }

  /** The provider calls by itself. */
  hear({ event, flow: name, says, claimed }: News): void {
    if (this.books.events.has(event)) return;
    this.books.events.add(event);
    const flow = this.books.flows.find((one) => one.name === name);
    if (!flow?.payment) this.books.anomalies.push('unknown-payment');
    else if (claimed.currency !== flow.requested.currency) {
      this.books.anomalies.push('currency-mismatch');
    } else if (claimed.minor !== flow.requested.minor) {
      this.books.anomalies.push('amount-mismatch');
    } else this.told(flow, says);
  }

  private told(flow: Flow, says: News['says']): void {
    if (flow.payment === 'initiated') this.submitted(flow);
    const before = flow.payment;
    if (before === 'submitted' && says === 'succeeded') this.paid(flow);
    if (before === 'submitted' && says === 'failed') this.unpaid(flow);
    if (before === 'completed' && says === 'failed') this.books.anomalies.push('contradiction');
    if (before === 'failed' && says === 'succeeded') this.books.anomalies.push('contradiction');
  }

  private do(deed: Deed): Answer {
    switch (deed.kind) {
      case 'open':
        return this.open(deed);
      case 'change':
      case 'freeze':
      case 'unfreeze':
      case 'close': {
        const account = this.known(deed.account);
        if (!account) return turnedAway('not-found');
        const refusal = deed.kind === 'change' ? changed(account, deed) : moved(account, deed.kind);
        return refusal === null ? done : turnedAway(refusal);
      }
      case 'deposit':
      case 'withdraw':
        return this.pay(deed);
      case 'transfer':
        return this.transfer(deed);
      case 'cancel':
        return this.cancel(deed.flow);
      case 'quote':
        return this.quote(deed);
      case 'settings':
        this.books.settings.spread = deed.spread ?? this.books.settings.spread;
        this.books.settings.rounding = deed.rounding ?? this.books.settings.rounding;
        return done;
      case 'pin':
        if (deed.base === deed.quote) return turnedAway('invalid-field');
        this.books.pins.set(`${deed.base}/${deed.quote}`, pinOf(deed.rate));
        return done;
      case 'unpin': {
        const wasPinned = this.books.pins.delete(`${deed.base}/${deed.quote}`);
        return wasPinned ? done : turnedAway('not-found');
      }
    }
  }

  private known(who: Who): Account | undefined {
    return typeof who === 'number' ? this.books.accounts[who] : undefined;
  }

  private open({ currency, limits, overdraft, reference }: Deed & { kind: 'open' }): Answer {
    if (reference !== null && this.books.references.has(reference)) {
      return turnedAway('reference-taken');
    }
    if (reference !== null) this.books.references.add(reference);
    this.books.accounts.push({
      name: `A${String(this.books.accounts.length)}`,
      currency,
      status: 'open',
      limits: patched(limits, {}),
      overdraft,
      posted: 0n,
      held: 0n,
      used: new Map(),
      underWay: 0,
      version: 1,
    });
    return done;
  }

  private pay(deed: Deed & { kind: 'deposit' | 'withdraw' }): Answer {
    const { kind, requested, method } = deed;
    const account = this.known(deed.account);
    const quote = this.named(deed.quote);
    if (!account || quote === undefined) return turnedAway('not-found');
    const flow = this.begin(kind, [account], { requested, method, quote });
    const side = kind === 'deposit' ? 'credit' : 'debit';
    const conversion = this.convert(flow, [{ side, into: account.currency }]);
    if (typeof conversion === 'string') return unconverted(flow, conversion);
    const [converted] = conversion as [Converted];
    flow.converted = conversion;
    flow.story.push('conversion.done', `${kind}.conversion-done`);
    const judged = { kind, account, amount: converted.minor, day: flow.day };
    const refusal =
      this.brokenStatus(account) ??
      this.brokenLimit(judged) ??
      (kind === 'withdraw' ? brokenFunds(judged) : null);
    if (refusal) return rejected(flow, refusal);

    useUp(flow);
    this.use(account, kind, flow.day, converted.minor);
    account.underWay += 1;
    if (kind === 'withdraw') account.held += converted.minor;
    flow.payment = 'initiated';
    flow.isOrdered = true;
    flow.story.push(`${kind}.validated`, 'payment.initiated');
    return begun(flow);
  }

  private transfer(deed: Deed & { kind: 'transfer' }): Answer {
    if (deed.from === deed.to && deed.from !== 'nobody') return turnedAway('same-account');
    const [from, to] = [this.known(deed.from), this.known(deed.to)];
    const quote = this.named(deed.quote);
    if (!from || !to || quote === undefined) return turnedAway('not-found');
    const { requested } = deed;
    const flow = this.begin('transfer', [from, to], { requested, method: null, quote });
    const conversion = this.convert(flow, [
      { side: 'debit', into: from.currency },
      { side: 'credit', into: to.currency },
    ]);
    if (typeof conversion === 'string') return unconverted(flow, conversion);
    const [debited, credited] = conversion as [Converted, Converted];
    flow.converted = conversion;
    flow.story.push('conversion.done', 'transfer.conversion-done');
    const judged = {
      kind: 'transfer',
      account: from,
      amount: debited.minor,
      day: flow.day,
    } as const;
    const refusal =
      this.brokenStatus(from) ??
      this.brokenStatus(to) ??
      this.brokenLimit(judged) ??
      brokenFunds(judged);
    if (refusal) return rejected(flow, refusal);

    useUp(flow);
    this.use(from, 'transfer', flow.day, debited.minor);
    from.posted -= debited.minor;
    to.posted += credited.minor;
    this.post(flow, [from.name, 'fx', debited], ['fx', to.name, credited]);
    flow.status = 'completed';
    flow.story.push('transfer.validated', 'transfer.completed');
    return begun(flow);
  }

  /** Nothing but the order is taken back, and that only while it waits to be sent again. */
  private cancel(name: string): Answer {
    const flow = this.books.flows.find((one) => one.name === name);
    if (flow?.status !== 'pending') {
      return { ...turnedAway('flow-already-ended'), flow: name };
    }
    if (flow.payment !== 'initiated' || flow.waitsSince === null) {
      return { ...turnedAway('payment-already-submitted'), flow: name };
    }
    this.unpaid(flow, 'cancelled');
    return { ...done, code: 'cancelled', flow: name };
  }

  private quote({ from, into }: Deed & { kind: 'quote' }): Answer {
    const rate = rateBetween(this.books.pins, from.currency, into);
    if (!rate) return turnedAway('unsupported-pair');
    const { spread } = this.books.settings;
    const expiresAt = this.books.now + HELD_FOR;
    this.books.quotes.push({ from, into, rate, spread, expiresAt, usedBy: null });
    return done;
  }

  /** Undefined for one that this tenant has not got. */
  private named(quote: Who | null): Quote | null | undefined {
    return typeof quote === 'number' ? this.books.quotes[quote] : quote === null ? null : undefined;
  }

  private begin(
    kind: Kind,
    accounts: readonly Account[],
    asked: Pick<Flow, 'requested' | 'method' | 'quote'>,
  ): Flow {
    const flow: Flow = {
      name: `F${String(this.books.flows.length)}`,
      kind,
      accounts: accounts.map((account) => this.books.accounts.indexOf(account)),
      ...asked,
      day: this.day,
      status: 'pending',
      payment: null,
      isOrdered: false,
      turnedAway: 0,
      waitsSince: null,
      converted: [],
      refusal: null,
      story: [`${kind}.requested`, 'conversion.requested'],
      postings: [],
    };
    this.books.flows.push(flow);
    return flow;
  }

  /** The refusal's code where it cannot be converted. */
  private convert({ requested, quote }: Flow, targets: readonly Target[]): Converted[] | string {
    const into = targets.map((target) => target.into);
    const refusal = quote && quoteRefusal(quote, requested, into, this.books.now);
    if (refusal !== null) return refusal;
    const converted: Converted[] = [];
    for (const target of targets) {
      const price = this.price(requested.currency, target.into, quote);
      if (!price) return 'unsupported-pair';
      const one = this.convertAt(price, requested, target);
      if (one.minor === 0n) return 'converted-amount-zero';
      converted.push(one);
    }
    return converted;
  }

  /** A quote holds its rate and the spread of its moment; nothing is kept of one and the same. */
  private price(from: Currency, into: Currency, quote: Quote | null): Price | undefined {
    if (from === into) return { mid: { digits: 1n, scale: 0 }, spread: 0 };
    if (quote) return { mid: quote.rate, spread: quote.spread };
    const mid = rateBetween(this.books.pins, from, into);
    return mid && { mid, spread: this.books.settings.spread };
  }

  private convertAt(price: Price, from: Amount, { side, into }: Target): Converted {
    const amount: Decimal = { digits: from.minor, scale: EXPONENTS[from.currency] };
    const rate = clientRate(price, side);
    const rounding = roundingFor(this.books.settings.rounding, side);
    const exact = times(amount, rate);
    const minor = minorUnits(exact, EXPONENTS[into], rounding);
    const share = { digits: BigInt(price.spread), scale: 4 };
    return {
      side,
      minor,
      currency: into,
      rate: plain(rate),
      mid: plain(price.mid),
      spread: { basisPoints: price.spread, amount: times(times(amount, price.mid), share) },
      exact: plain(exact),
      remainder: minus(exact, { digits: minor, scale: EXPONENTS[into] }),
      rounding,
    };
  }

  private brokenStatus({ status }: Account): Refusal | null {
    return status === 'open' ? null : { code: `account-${status}` };
  }

  private brokenLimit(judged: Judged): Refusal | null {
    const { kind, account, amount, day } = judged;
    const { min, max, daily } = account.limits[kind];
    const left = daily === null ? null : daily - this.usedOn(account, kind, day);
    if (min !== null && amount < min) {
      return told(judged, 'below-minimum', min, amount, `${kind}.min`);
    }
    if (max !== null && amount > max) {
      return told(judged, 'limit-exceeded', amount, max, `${kind}.max`);
    }
    if (left !== null && amount > left) {
      return told(judged, 'limit-exceeded', amount, left, `${kind}.daily`);
    }
    return null;
  }

  private usedOn(account: Account, kind: Kind, day: string): bigint {
    return account.used.get(usageOf(kind, day)) ?? 0n;
  }

  private use(account: Account, kind: Kind, day: string, amount: bigint): void {
    account.used.set(usageOf(kind, day), this.usedOn(account, kind, day) + amount);
  }

  private submitted(flow: Flow): void {
    flow.payment = 'submitted';
    flow.story.push('payment.submitted');
  }

  private paid(flow: Flow): void {
    const { account, amount } = this.paying(flow);
    account.underWay -= 1;
    if (flow.kind === 'deposit') {
      account.posted += amount.minor;
      this.post(flow, [CLEARING, 'fx', flow.requested], ['fx', account.name, amount]);
    } else {
      account.held -= amount.minor;
      account.posted -= amount.minor;
      this.post(flow, [account.name, 'fx', amount], ['fx', CLEARING, flow.requested]);
    }
    flow.isOrdered = false;
    flow.payment = 'completed';
    flow.status = 'completed';
    flow.story.push('payment.completed', `${flow.kind}.completed`);
  }

  private unpaid(flow: Flow, code: 'payment-failed' | 'cancelled' = 'payment-failed'): void {
    const { account, amount } = this.paying(flow);
    account.underWay -= 1;
    this.use(account, flow.kind, flow.day, -amount.minor);
    if (flow.kind === 'withdraw') account.held -= amount.minor;
    flow.isOrdered = false;
    flow.payment = 'failed';
    flow.status = 'failed';
    flow.refusal = { code };
    flow.story.push('payment.failed', `${flow.kind}.failed`);
  }

  private paying({ name, accounts, converted }: Flow): { account: Account; amount: Converted } {
    const account = this.books.accounts[accounts[0] ?? -1];
    const amount = converted[0];
    if (!account || !amount) throw new Error(`${name} pays nobody.`);
    return { account, amount };
  }

  /** One entry: what it takes from an account and gives back to it in one currency is not booked. */
  private post(flow: Flow, ...moves: readonly (readonly [string, string, Amount])[]): void {
    for (const { side, currency, remainder, spread } of flow.converted) {
      const before = this.books.taken.get(currency) ?? { remainder: NOTHING, spread: NOTHING };
      this.books.taken.set(currency, {
        // What a debit was rounded up by is more than was asked for, and taken too.
        remainder: (side === 'credit' ? plus : minus)(before.remainder, remainder),
        spread: plus(before.spread, spread.amount),
      });
    }
    const legs = new Map<string, bigint>();
    const book = (account: string, { currency }: Amount, change: bigint): void => {
      const leg = `${account} ${currency}`;
      legs.set(leg, (legs.get(leg) ?? 0n) + change);
    };
    for (const [debited, credited, amount] of moves) {
      book(debited, amount, -amount.minor);
      book(credited, amount, amount.minor);
    }
    for (const [leg, change] of legs) {
      const [account, currency] = leg.split(' ') as [string, Currency];
      if (change < 0n) this.leg(flow, 'debit', account, { minor: -change, currency });
      if (change > 0n) this.leg(flow, 'credit', account, { minor: change, currency });
    }
  }

  private leg(
    flow: Flow,
    side: 'debit' | 'credit',
    account: string,
    { minor, currency }: Amount,
  ): void {
    flow.postings.push(`${side} ${account} ${text(minor, currency)} ${currency}`);
    const isCustomer = this.books.accounts.some(({ name }) => name === account);
    const row = `${isCustomer ? 'customers' : account} ${currency}`;
    const before = this.books.totals.get(row) ?? { debits: 0n, credits: 0n };
    const change = side === 'debit' ? { debits: minor } : { credits: minor };
    this.books.totals.set(row, {
      debits: before.debits + (change.debits ?? 0n),
      credits: before.credits + (change.credits ?? 0n),
    });
  }
}

/** What the provider says in the end. */
const answers: Record<Method, News['says']> = {
  'sim:success': 'succeeded',
  'sim:decline': 'failed',
  'sim:manual': 'processing',
  'sim:flaky-3': 'succeeded',
  'sim:flaky-3-decline': 'failed',
};

function useUp({ quote, name }: Flow): void {
  if (quote) quote.usedBy = name;
}

const done: Answer = { status: 201, code: null, flow: null, isReplayed: false };

const turnedAway = (code: string): Answer => ({ ...done, status: 400, code });

const begun = ({ name }: Flow): Answer => ({ ...done, flow: name });

function rejected(flow: Flow, refusal: Refusal): Answer {
  flow.status = 'rejected';
  flow.refusal = refusal;
  flow.story.push(`${flow.kind}.rejected`);
  return { ...done, status: 422, code: refusal.code, flow: flow.name };
}

function unconverted(flow: Flow, code: string): Answer {
  flow.story.push('conversion.failed');
  return rejected(flow, { code });
}

const told = (
  { account: { currency } }: Judged,
  code: string,
  required: bigint,
  available: bigint,
  limit: string,
): Refusal => ({
  code,
  required: text(required, currency),
  available: text(available, currency),
  currency,
  limit,
});

function brokenFunds({ account, amount }: Judged): Refusal | null {
  const { currency } = account;
  const available = availableOf(account);
  if (amount <= available) return null;
  const required = text(amount, currency);
  return { code: 'insufficient-funds', required, available: text(available, currency), currency };
}

/** The refusal's code, or null when it was done. What is as it is asked to be stays so. */
function moved(account: Account, kind: 'freeze' | 'unfreeze' | 'close'): string | null {
  const to = ({ freeze: 'frozen', unfreeze: 'open', close: 'closed' } as const)[kind];
  if (account.status === to) return null;
  if (account.status === 'closed') return 'account-closed';
  const isInUse = account.posted !== 0n || account.held !== 0n || account.underWay > 0;
  if (to === 'closed' && isInUse) return 'account-in-use';
  account.status = to;
  account.version += 1;
  return null;
}

function changed(account: Account, change: Deed & { kind: 'change' }): string | null {
  if (change.version !== null && change.version !== account.version) return 'version-mismatch';
  if (account.status === 'closed') return 'account-closed';
  const overdraft = change.overdraft ?? account.overdraft;
  if (availableOf({ ...account, overdraft }) < 0n) return 'insufficient-funds';
  const limits = patched(account.limits, change.limits);
  if (overdraft === account.overdraft && isDeepStrictEqual(limits, account.limits)) return null;
  account.overdraft = overdraft;
  account.limits = limits;
  account.version += 1;
  return null;
}

const patched = (limits: Limits, patch: LimitsPatch): Limits => ({
  deposit: { ...limits.deposit, ...patch.deposit },
  withdraw: { ...limits.withdraw, ...patch.withdraw },
  transfer: { ...limits.transfer, ...patch.transfer },
});
