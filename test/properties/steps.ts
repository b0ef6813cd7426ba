import fc, { type AsyncCommand } from 'fast-check';
import type { Order } from '../../src/engine/order';
import { ENDS, type Answer, type News } from './deeds';
import type { Player } from './player';
import type { Flow, Reference } from './reference';
import { HELD_FOR } from './reference.quotes';
import { CURRENCIES, type Currency } from './reference.rates';
import {
  expectedAccount,
  expectedFlow,
  expectedQuote,
  expectedTaken,
  expectedTotals,
  imbalances,
  seenAccount,
  seenAnomalies,
  seenFlow,
  seenQuote,
  seenStatement,
  seenTaken,
  seenTotals,
} from './views';
import {
  news,
  openings,
  pins,
  wishes,
  type Again,
  type Wish,
  type WishedNews,
  type Wishes,
} from './wishes';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What a step works with beside the engine: the reference, and what was named in it. */
export interface Model {
  readonly reference: Reference;
  readonly wishes: Wishes;
  /** The provider's calls so far. */
  readonly sent: News[];
  /** What was met, so that a run can tell whether it looked everywhere. */
  readonly met: Set<string>;
}

type Step = AsyncCommand<Model, Player>;

const shown = (value: unknown): string =>
  JSON.stringify(value, (_key, one: unknown) =>
    typeof one === 'bigint' ? `${String(one)}n` : one,
  );

interface RightAway {
  readonly says: News['says'];
  readonly times: number;
}

/** Requests that are sent at the same moment: they share a turn, and go one after another in it. */
class AtOnce implements Step {
  private told: string[] = [];

  constructor(
    private readonly list: readonly (Wish | Again)[],
    /** What the provider says of manual payments while nobody has looked again. */
    private readonly rightAway: RightAway | null,
  ) {}

  check(): boolean {
    return true;
  }

  async run(model: Model, player: Player): Promise<void> {
    const { reference } = model;
    const pending = namesOf(reference.flows.filter(({ status }) => status === 'pending'));
    const before = reference.flows.length;
    const { orders, expected } = this.ask(model, player);
    if (orders.length === 0) return;
    const { answers, sizes } = await player.carry(orders);
    expect(answers).toEqual(expected);
    // All in one turn, and nothing else in it.
    expect(sizes).toEqual([orders.length]);

    const begun = reference.flows.slice(before);
    const calls = this.callsAbout(begun, model);
    for (const call of calls) reference.hear(call);
    await Promise.all([...calls, ...calls].map((call) => player.call(call)));
    reference.settle();
    await player.quiet();
    await expectSameState(reference, player, [...pending, ...namesOf(begun)]);
  }

  private ask(model: Model, player: Player): { orders: Order[]; expected: Answer[] } {
    const [orders, expected]: [Order[], Answer[]] = [[], []];
    this.told = [];
    for (const wish of this.list) {
      const asked = model.wishes.asked(wish);
      if (asked === undefined) continue;
      const answer = model.reference.ask(asked);
      this.told.push(`${shown(asked)} → ${shown(answer)}`);
      model.met.add(answer.code ?? `${asked.deed.kind} done`);
      expected.push(answer);
      orders.push(player.order(asked, answer));
    }
    return { orders, expected };
  }

  private callsAbout(flows: readonly Flow[], { sent }: Model): readonly News[] {
    if (this.rightAway === null) return [];
    const { says, times } = this.rightAway;
    const calls = flows
      .filter(({ method, payment }) => method === 'sim:manual' && payment !== null)
      .flatMap(({ name, requested }) =>
        Array.from({ length: times }, (_, time) => ({
          event: `at-once-${name}-${String(time)}`,
          flow: name,
          says,
          claimed: requested,
        })),
      );
    sent.push(...calls);
    return calls;
  }

  toString(): string {
    const what = this.told.length > 0 ? this.told : this.list.map(shown);
    const then = this.rightAway === null ? [] : [`right away: ${shown(this.rightAway)}`];
    return `\n  at once:\n    ${[...what, ...then].join('\n    ')}`;
  }
}

/** The provider calls about a payment of long ago, or about one that never was. */
class Call implements Step {
  private told: string | undefined;

  constructor(private readonly wish: WishedNews) {}

  check({ reference }: Readonly<Model>): boolean {
    return this.wish.flow === 'never ordered' || paidFlows(reference).length > 0;
  }

  async run({ reference, sent }: Model, player: Player): Promise<void> {
    const call = this.call(reference, sent);
    this.told = shown(call);
    sent.push(call);
    reference.hear(call);
    await player.call(call);
    await player.quiet();
    await expectSameState(reference, player, call.flow === null ? [] : [call.flow]);
  }

  private call(reference: Reference, sent: readonly News[]): News {
    const { flow: pick, says, claims, event } = this.wish;
    const again = event === 'new' ? undefined : sent[event % sent.length];
    if (again) return again;
    const paid = paidFlows(reference);
    const flow = pick === 'never ordered' ? undefined : paid[pick % paid.length];
    const truth = flow?.requested ?? { minor: 100n, currency: 'EUR' };
    const claimed = {
      'the truth': truth,
      'another amount': { ...truth, minor: truth.minor + 1n },
      'another currency': { ...truth, currency: otherThan(truth.currency) },
    }[claims];
    return { event: `call-${String(sent.length)}`, flow: flow?.name ?? null, says, claimed };
  }

  toString(): string {
    return `\n  the provider calls: ${this.told ?? shown(this.wish)}`;
  }
}

/** The clock goes on, or is put back; what waited for its time is asked again. */
class ClockMoves implements Step {
  constructor(private readonly milliseconds: number) {}

  check(): boolean {
    return true;
  }

  async run({ reference }: Model, player: Player): Promise<void> {
    const waiting = namesOf(reference.flows.filter(({ isOrdered }) => isOrdered));
    reference.moveClock(this.milliseconds);
    player.moveClock(this.milliseconds);
    reference.settle();
    // Also what another story has left behind: it would come due in the middle of the next step.
    await player.askAgain();
    await player.quiet();
    await expectSameState(reference, player, waiting);
  }

  toString(): string {
    return `\n  the clock moves by ${String(this.milliseconds / HOUR)} hours`;
  }
}

const namesOf = (flows: readonly Flow[]): string[] => flows.map(({ name }) => name);

const paidFlows = ({ flows }: Reference): readonly Flow[] =>
  flows.filter(({ payment }) => payment !== null);

const otherThan = (currency: Currency): Currency =>
  CURRENCIES.find((one) => one !== currency) ?? currency;

/** Every account, and the flows that may have moved. */
async function expectSameState(
  reference: Reference,
  player: Player,
  flows: readonly string[],
): Promise<void> {
  const { accounts } = reference;
  const seenAccounts = await Promise.all(accounts.map(({ name }) => seenAccount(player, name)));
  expect(seenAccounts).toEqual(accounts.map(expectedAccount));
  const seenFlows = await Promise.all(flows.map((name) => seenFlow(player, name)));
  expect(seenFlows).toEqual(
    reference.flows.filter(({ name }) => flows.includes(name)).map(expectedFlow),
  );
}

/** At the end: every account and flow, and the books as a whole. */
export async function expectSameBooks(reference: Reference, player: Player): Promise<void> {
  const flows = namesOf(reference.flows);
  await expectSameState(reference, player, flows);
  expect(await seenTotals(player)).toEqual(expectedTotals(reference));
  expect(await seenTaken(player)).toEqual(expectedTaken(reference));
  const quotes = reference.quotes.map((_, index) => seenQuote(player, index));
  expect(await Promise.all(quotes)).toEqual(reference.quotes.map(expectedQuote));
  expect(await seenAnomalies(player)).toEqual([...reference.anomalies].sort());
  expect(await imbalances(player, flows)).toEqual([]);
  expect(await player.past.differences()).toEqual([]);
  for (const { name, posted } of reference.accounts) {
    expect(await seenStatement(player, name)).toEqual({ name, broken: [], balance: posted });
  }
}

const rightAway: fc.Arbitrary<RightAway | null> = fc.option(
  fc.record({ says: fc.constantFrom(...ENDS), times: fc.integer({ min: 1, max: 3 }) }),
  { freq: 3 },
);

/** By nothing or by more than a provider is given to breathe, so that all that waits is asked again. */
const moves = fc.oneof(
  fc
    .record({
      days: fc.constantFrom(0, 1, 1, 1, 2, 5, -1, -3),
      hours: fc.integer({ min: 0, max: 23 }),
    })
    .map(({ days, hours }) => days * DAY + hours * HOUR),
  // A quote serves until just before the latter.
  fc.constantFrom(HELD_FOR - 1, HELD_FOR),
);

/** What follows the beginning, in any order. */
export const steps: fc.Arbitrary<Iterable<Step>> = fc.commands(
  [
    fc.tuple(wishes, rightAway).map(([wish, says]) => new AtOnce([wish], says)),
    fc
      .tuple(fc.array(wishes, { minLength: 2, maxLength: 8 }), rightAway)
      .map(([list, says]) => new AtOnce(list, says)),
    news.map((wish) => new Call(wish)),
    moves.map((milliseconds) => new ClockMoves(milliseconds)),
  ],
  { maxCommands: 60, size: 'max' },
);

/** Some accounts and some rates, since without them little can happen. */
export const beginnings: fc.Arbitrary<Step> = fc
  .tuple(
    fc.array(openings, { minLength: 2, maxLength: 5 }),
    fc.array(pins, { minLength: 4, maxLength: 12 }),
  )
  .map(([accounts, rates]) => new AtOnce([...accounts, ...rates], null));
