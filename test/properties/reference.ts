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
import { fixed, minorUnits, minus, plain, times, type Decimal } from './decimals';
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
  readonly rate: string;
  readonly exact: string;
  readonly remainder: string;
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
  status: 'pending' | 'completed' | 'failed' | 'rejected';
  payment: 'initiated' | 'submitted' | 'completed' | 'failed' | null;
  converted: readonly Converted[];
  refusal: Refusal | null;
  /** The types of its events, in order. */
  readonly story: string[];
  readonly postings: string[];
}

interface Books {
  now: number;
  readonly pins: Pins;
  readonly accounts: Account[];
  readonly flows: Flow[];
  readonly references: Set<string>;
  readonly answers: Map<string, { readonly body: string; readonly answer: Answer }>;
  readonly events: Set<string>;
  readonly anomalies: string[];
  /** `account currency` → debits and credits; every customer's account counts as `customers`. */
  readonly totals: Map<string, { debits: bigint; credits: bigint }>;
}

/** A turn in the road: what the rules are asked, in the account's own minor units. */
interface Judged {
  readonly kind: Kind;
  readonly account: Account;
  readonly amount: bigint;
  readonly day: string;
}

const CLEARING = 'clearing:simulator';

const text = (minor: bigint, currency: Currency): string => fixed(minor, EXPONENTS[currency]);

export const availableOf = ({ posted, held, overdraft }: Account): bigint =>
  posted - held + overdraft;

const usageOf = (kind: Kind, day: string): string => `${kind} ${day}`;

/**
 * A ledger as the contract words it, one deed after another: whole numbers in plain objects, and
 * nothing of what it is compared with.
 */
export class Reference {
  constructor(private readonly books: Books) {}

  static at(now: number): Reference {
    return new Reference({
      now,
      pins: new Map(),
      accounts: [],
      flows: [],
      references: new Set(),
      answers: new Map(),
      events: new Set(),
      anomalies: [],
      totals: new Map(),
    });
  }

  get accounts(): readonly Account[] {
    return this.books.accounts;
  }

  get flows(): readonly Flow[] {
    return this.books.flows;
  }

  get anomalies(): readonly string[] {
    return this.books.anomalies;
  }

  get totals(): Books['totals'] {
    return this.books.totals;
  }

  get now(): number {
    return this.books.now;
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

  /** The provider answers every order that it has not answered. */
  settle(): void {
    for (const flow of this.books.flows.filter(({ payment }) => payment === 'initiated')) {
      this.submitted(flow);
      if (flow.method === 'sim:success') this.paid(flow);
      if (flow.method === 'sim:decline') this.unpaid(flow);
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
    } else if (says !== 'processing') this.told(flow, says);
  }

  private told(flow: Flow, says: 'succeeded' | 'failed'): void {
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
      limits: structuredClone(limits),
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
    if (!account) return turnedAway('not-found');
    const flow = this.begin(kind, [account], requested, method);
    const rounding = kind === 'deposit' ? 'down' : 'up';
    const converted = this.convert(requested, account.currency, rounding);
    if (typeof converted === 'string') return unconverted(flow, converted);
    flow.converted = [converted];
    flow.story.push('conversion.done', `${kind}.conversion-done`);
    const judged = { kind, account, amount: converted.minor, day: flow.day };
    const refusal =
      this.brokenStatus(account) ??
      this.brokenLimit(judged) ??
      (kind === 'withdraw' ? brokenFunds(judged) : null);
    if (refusal) return rejected(flow, refusal);

    this.use(account, kind, flow.day, converted.minor);
    account.underWay += 1;
    if (kind === 'withdraw') account.held += converted.minor;
    flow.payment = 'initiated';
    flow.story.push(`${kind}.validated`, 'payment.initiated');
    return begun(flow);
  }

  private transfer(deed: Deed & { kind: 'transfer' }): Answer {
    if (deed.from === deed.to && deed.from !== 'nobody') return turnedAway('same-account');
    const [from, to] = [this.known(deed.from), this.known(deed.to)];
    if (!from || !to) return turnedAway('not-found');
    const flow = this.begin('transfer', [from, to], deed.requested, null);
    const debited = this.convert(deed.requested, from.currency, 'up');
    if (typeof debited === 'string') return unconverted(flow, debited);
    const credited = this.convert(deed.requested, to.currency, 'down');
    if (typeof credited === 'string') return unconverted(flow, credited);
    flow.converted = [debited, credited];
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

    this.use(from, 'transfer', flow.day, debited.minor);
    from.posted -= debited.minor;
    to.posted += credited.minor;
    this.post(flow, [from.name, 'fx', debited], ['fx', to.name, credited]);
    flow.status = 'completed';
    flow.story.push('transfer.validated', 'transfer.completed');
    return begun(flow);
  }

  private begin(
    kind: Kind,
    accounts: readonly Account[],
    requested: Amount,
    method: Method | null,
  ): Flow {
    const flow: Flow = {
      name: `F${String(this.books.flows.length)}`,
      kind,
      accounts: accounts.map((account) => this.books.accounts.indexOf(account)),
      requested,
      day: this.day,
      method,
      status: 'pending',
      payment: null,
      converted: [],
      refusal: null,
      story: [`${kind}.requested`, 'conversion.requested'],
      postings: [],
    };
    this.books.flows.push(flow);
    return flow;
  }

  /** The refusal's code where it cannot be converted. */
  private convert(from: Amount, into: Currency, rounding: 'down' | 'up'): Converted | string {
    const rate = rateBetween(this.books.pins, from.currency, into);
    if (!rate) return 'unsupported-pair';
    const amount: Decimal = { digits: from.minor, scale: EXPONENTS[from.currency] };
    const exact = times(amount, rate);
    const minor = minorUnits(exact, EXPONENTS[into], rounding);
    if (minor === 0n) return 'converted-amount-zero';
    const rounded = { digits: minor, scale: EXPONENTS[into] };
    return {
      minor,
      currency: into,
      rate: plain(rate),
      exact: plain(exact),
      remainder: plain(minus(exact, rounded)),
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
    flow.payment = 'completed';
    flow.status = 'completed';
    flow.story.push('payment.completed', `${flow.kind}.completed`);
  }

  private unpaid(flow: Flow): void {
    const { account, amount } = this.paying(flow);
    account.underWay -= 1;
    this.use(account, flow.kind, flow.day, -amount.minor);
    if (flow.kind === 'withdraw') account.held -= amount.minor;
    flow.payment = 'failed';
    flow.status = 'failed';
    flow.refusal = { code: 'payment-failed' };
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
  account.overdraft = overdraft;
  account.limits = patched(account.limits, change.limits);
  account.version += 1;
  return null;
}

const patched = (limits: Limits, patch: LimitsPatch): Limits => ({
  deposit: { ...limits.deposit, ...patch.deposit },
  withdraw: { ...limits.withdraw, ...patch.withdraw },
  transfer: { ...limits.transfer, ...patch.transfer },
});
