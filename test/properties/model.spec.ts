import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { runningCode } from '../../src/audit/company.fixture';
import { rebuild } from '../../src/audit/rebuild';
import { verify } from '../../src/audit/verify';
import { moneyOf } from '../../src/money';
import { ReceivedWebhooks } from '../../src/webhooks/received-webhooks';
import { WebhookApplier } from '../../src/webhooks/webhook.applier';
import { WebhooksController } from '../../src/webhooks/webhooks.controller';
import { HandClock, Stage } from '../support/stage';
import { Player, type Foreign } from './player';
import { Reference } from './reference';
import { beginnings, expectSameBooks, steps, type Model } from './steps';
import { Wishes } from './wishes';

const asked = (name: string): number | undefined =>
  process.env[name] === undefined ? undefined : Number(process.env[name]);

/**
 * More of it: `MODEL_RUNS=2000 npx jest test/properties`; other stories: `MODEL_SEED=7`. A failure
 * prints its seed and path, and what was asked.
 */
const RUNS = asked('MODEL_RUNS') ?? 100;
const SEED = asked('MODEL_SEED') ?? 1;
/** In the suite no run begins after so long (ms), nor is a failure made smaller. */
const AT_MOST = asked('MODEL_RUNS') === undefined ? 20_000 : RUNS * 1_000;

/** Seconds. */
const A_CENTURY = 3_153_600_000;

const START = Date.parse('2026-11-21T10:00:00.000Z');

let stage: Stage;
let clock: HandClock;
let foreign: Foreign;
const met = new Set<string>();
let runs = 0;

beforeAll(async () => {
  clock = new HandClock(START);
  stage = await Stage.open({
    clock,
    // The reference knows no deadline, and its clock moves by days.
    paymentDeadline: A_CENTURY,
    providers: [WebhookApplier, ReceivedWebhooks, WebhooksController],
  });
  await stage.pin('EUR', 'USD', '1.0832');
  foreign = {
    account: await stage.openAccount('EUR', { overdraft: '100' }),
    quote: await stage.quote(moneyOf('1', 'EUR'), 'USD'),
  };
});
afterAll(async () => {
  await stage.close();
});

it(
  'agrees with the reference ledger on every answer, balance, event and posting',
  async () => {
    const end = performance.now() + AT_MOST;
    const property = fc.asyncProperty(beginnings, steps, async (beginning, commands) => {
      if (performance.now() > end) return;
      clock.at = START;
      const reference = Reference.at(START);
      const model: Model = { reference, wishes: new Wishes(reference), sent: [], met };
      const player = new Player(await stage.anotherTenant(), foreign, clock);
      // What the stories before have left may be due at this time.
      await player.askAgain();
      await player.quiet();
      await beginning.run(model, player);
      await fc.asyncModelRun(() => ({ model, real: player }), commands);
      await expectSameBooks(reference, player);
      runs += 1;
    });
    await fc.assert(property, { numRuns: RUNS, seed: SEED });
  },
  AT_MOST + 60_000,
);

it('leaves books of which every invariant holds', async () => {
  const { ok, checks } = await verify({ audit: stage.audit }, runningCode());

  expect(checks.filter((check) => !check.ok)).toEqual([]);
  expect(ok).toBe(true);
});

it('leaves a log from which the same projections come again, byte for byte', async () => {
  const dump = async (): Promise<string> => {
    const hash = createHash('sha256');
    for await (const line of stage.audit.dumpProjections()) hash.update(`${line}\n`);
    return hash.digest('hex');
  };
  const before = await dump();
  await rebuild({ audit: stage.audit }, runningCode().projector);

  expect(await dump()).toBe(before);
});

it('has met every answer that the reference knows', () => {
  // On a slow machine the time is over before there was enough to be met.
  if (runs < 50) return;
  expect([...met].sort()).toEqual(
    expect.arrayContaining([
      'account-closed',
      'account-frozen',
      'account-in-use',
      'below-minimum',
      'cancelled',
      'change done',
      'close done',
      'converted-amount-zero',
      'deposit done',
      'flow-already-ended',
      'freeze done',
      'idempotency-key-reused',
      'insufficient-funds',
      'invalid-field',
      'limit-exceeded',
      'not-found',
      'open done',
      'payment-already-submitted',
      'pin done',
      'quote done',
      'quote-already-used',
      'quote-expired',
      'quote-mismatch',
      'reference-taken',
      'same-account',
      'settings done',
      'transfer done',
      'unfreeze done',
      'unpin done',
      'unsupported-pair',
      'version-mismatch',
      'withdraw done',
    ]),
  );
});
