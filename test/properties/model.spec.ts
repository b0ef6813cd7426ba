import fc, { type AsyncCommand } from 'fast-check';
import { WebhookApplier } from '../../src/webhooks/webhook.applier';
import { WebhooksController } from '../../src/webhooks/webhooks.controller';
import type { Order } from '../../src/engine/order';
import type { AccountId } from '../../src/kernel/ids';
import { HandClock, Stage } from '../support/stage';
import { ENDS, type Answer, type News } from './deeds';
import { Player } from './player';
import { Reference } from './reference';
import { CURRENCIES } from './reference.rates';
import {
  expectedAccount,
  expectedFlow,
  expectedTotals,
  imbalances,
  seenAccount,
  seenAnomalies,
  seenFlow,
  seenStatement,
  seenTotals,
} from './views';
import {
  news,
  openings,
  pins,
  Wishes,
  wishes,
  type Again,
  type Wish,
  type WishedNews,
} from './wishes';

/** More of it: `MODEL_RUNS=2000 npx jest test/properties`. A failure prints its seed and path. */
const RUNS = Number(process.env['MODEL_RUNS'] ?? 60);
/** In the suite it stops after this long (ms), however many runs that were; asked for more, it does not. */
const AT_MOST = process.env['MODEL_RUNS'] === undefined ? 20_000 : 24 * 3_600_000;
const replay = {
  ...(process.env['MODEL_SEED'] === undefined ? {} : { seed: Number(process.env['MODEL_SEED']) }),
  ...(process.env['MODEL_PATH'] === undefined ? {} : { path: process.env['MODEL_PATH'] }),
};

const DAY = 24 * 3_600_000;
const START = Date.parse('2026-11-21T10:00:00.000Z');

let stage: Stage;
let clock: HandClock;
let foreignAccount: AccountId;

beforeAll(async () => {
  clock = new HandClock(START);
  stage = await Stage.open({ clock, providers: [WebhookApplier, WebhooksController] });
  foreignAccount = await stage.openAccount('EUR', { overdraft: '100' });
});
afterAll(async () => {
  await stage.close();
});

/** What a step works with: the reference, the wishes' way of naming things in it, the engine. */
interface Model {
  readonly reference: Reference;
  readonly wishes: Wishes;
  readonly sent: News[];
}

const shown = (value: unknown): string =>
  JSON.stringify(value, (_key, one: unknown) =>
    typeof one === 'bigint' ? `${String(one)}n` : one,
  );

/** Requests that are sent at the same moment: they share a turn, and go one after another in it. */
class AtOnce implements AsyncCommand<Model, Player> {
  private told: string[] = [];

  constructor(
    private readonly list: readonly (Wish | Again)[],
    /** What the provider says of manual payments before anybody has looked again. */
    private readonly rightAway: { readonly says: News['says']; readonly times: number } | null,
  ) {}

  check(): boolean {
    return true;
  }

  async run(model: Model, player: Player): Promise<void> {
    const { reference } = model;
    const before = new Set(pendingFlows(reference));
    const begun = reference.flows.length;
    const expected: Answer[] = [];
    const orders: Order[] = [];
    this.told = [];
    for (const wish of this.list) {
      const asked = model.wishes.asked(wish);
      if (asked === undefined) continue;
      const answer = reference.ask(asked);
      this.told.push(`${shown(asked)} → ${shown(answer)}`);
      expected.push(answer);
      orders.push(player.order(asked, answer));
    }
    if (orders.length === 0) return;
    const { answers, sizes } = await player.carry(orders);
    expect(answers).toEqual(expected);
    expect(sizes[0]).toBe(orders.length);

    await this.callRightAway(model, player, begun);
    reference.settle();
    await player.quiet();
    const touched = reference.flows.slice(begun).map(({ name }) => name);
    await expectSameState(reference, player, [...before, ...touched]);
  }

  private async callRightAway({ reference, sent }: Model, player: Player, begun: number) {
    if (this.rightAway === null) return;
    const { says, times } = this.rightAway;
    const calls: News[] = [];
    for (const flow of reference.flows.slice(begun)) {
      if (flow.method !== 'sim:manual' || flow.payment === null) continue;
      for (let time = 0; time < times; time++) {
        const event = `at once ${String(sent.length)}`.replaceAll(' ', '-');
        calls.push({ event, flow: flow.name, says, claimed: flow.requested });
        sent.push({ event, flow: flow.name, says, claimed: flow.requested });
      }
    }
    for (const call of calls) reference.hear(call);
    await Promise.all([...calls, ...calls].map((call) => player.call(call)));
  }

  toString(): string {
    const what = this.told.length > 0 ? this.told : this.list.map(shown);
    return `\n  at once:\n    ${[...what, `then ${shown(this.rightAway)}`].join('\n    ')}`;
  }
}

/** The provider calls about a payment of long ago, or about one that never was. */
class Call implements AsyncCommand<Model, Player> {
  private told: string | undefined;

  constructor(private readonly wish: WishedNews) {}

  check({ reference }: Model): boolean {
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

/** The clock goes on, or is put back. */
class ClockMoves implements AsyncCommand<Model, Player> {
  constructor(private readonly milliseconds: number) {}

  check(): boolean {
    return true;
  }

  run({ reference }: Model, player: Player): Promise<void> {
    reference.moveClock(this.milliseconds);
    player.moveClock(this.milliseconds);
    return Promise.resolve();
  }

  toString(): string {
    return `\n  the clock moves by ${String(this.milliseconds / DAY)} days`;
  }
}

const pendingFlows = ({ flows }: Reference): string[] =>
  flows.filter(({ status }) => status === 'pending').map(({ name }) => name);

const paidFlows = ({ flows }: Reference) => flows.filter(({ payment }) => payment !== null);

const otherThan = (currency: string) => CURRENCIES.find((one) => one !== currency) ?? 'EUR';

async function expectSameState(
  reference: Reference,
  player: Player,
  flows: readonly string[],
): Promise<void> {
  const names = reference.accounts.map(({ name }) => name);
  const accounts = await Promise.all(names.map((name) => seenAccount(player, name)));
  expect(accounts).toEqual(reference.accounts.map(expectedAccount));
  const seen = await Promise.all(flows.map((name) => seenFlow(player, name)));
  expect(seen).toEqual(
    reference.flows.filter(({ name }) => flows.includes(name)).map(expectedFlow),
  );
}

/** What must be true of the books as a whole. */
async function expectSameBooks(reference: Reference, player: Player): Promise<void> {
  const names = reference.flows.map(({ name }) => name);
  await expectSameState(reference, player, names);
  expect(await seenTotals(player)).toEqual(expectedTotals(reference));
  expect(await seenAnomalies(player)).toEqual([...reference.anomalies].sort());
  expect(await imbalances(player, names)).toEqual([]);
  for (const { name, posted } of reference.accounts) {
    expect(await seenStatement(player, name)).toEqual({ name, broken: [], balance: posted });
  }
}

const rightAway = fc.option(
  fc.record({ says: fc.constantFrom(...ENDS), times: fc.integer({ min: 1, max: 3 }) }),
);

const steps = fc.commands(
  [
    fc.tuple(wishes, rightAway).map(([wish, says]) => new AtOnce([wish], says)),
    fc
      .tuple(fc.array(wishes, { minLength: 2, maxLength: 8 }), rightAway)
      .map(([list, says]) => new AtOnce(list, says)),
    news.map((wish) => new Call(wish)),
    fc
      .record({
        days: fc.constantFrom(0, 1, 1, 1, 2, 5, -1, -3),
        hours: fc.integer({ min: 0, max: 23 }),
      })
      .map(({ days, hours }) => new ClockMoves(days * DAY + hours * 3_600_000)),
  ],
  { maxCommands: 40, size: 'max' },
);

/** Every run begins with some accounts and rates, since without them little can happen. */
const beginning = fc
  .tuple(
    fc.array(openings, { minLength: 2, maxLength: 4 }),
    fc.array(pins, { minLength: 3, maxLength: 8 }),
  )
  .map(([accounts, rates]) => new AtOnce([...accounts, ...rates].slice(0, 12), null));

it(
  'agrees with the reference ledger on every answer, balance, event and posting',
  async () => {
    await fc.assert(
      fc.asyncProperty(beginning, steps, async (first, commands) => {
        clock.at = START;
        const own = await stage.anotherTenant();
        const reference = Reference.at(START);
        const model: Model = { reference, wishes: new Wishes(reference), sent: [] };
        const player = new Player(own, foreignAccount, clock);
        await first.run(model, player);
        await fc.asyncModelRun(() => ({ model, real: player }), commands);
        await expectSameBooks(reference, player);
      }),
      { numRuns: RUNS, interruptAfterTimeLimit: AT_MOST, ...replay },
    );
  },
  AT_MOST + 60_000,
);
