import pino from 'pino';
import { Nudges } from '../../src/api/flow-resources/nudges';
import { pauseBefore } from '../../src/engine/outbox.worker';
import { AskAfterPaymentPerformer } from '../../src/flows/payment/ask-after-payment.performer';
import type { FlowId } from '../../src/kernel/ids';
import { performedBy } from '../../src/kernel/task';
import { moneyOf } from '../../src/money';
import { Outbox } from '../../src/store/store.port';
import { aDatabase } from '../support/database';
import { ScriptedPayments } from '../support/scripted-payments';
import { declined, lost, notFound, processing, succeeded } from '../support/scripted-provider';
import { Stage } from '../support/stage';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

let payments: ScriptedPayments;
let { clock, provider, stage, account } = {} as ScriptedPayments;
beforeEach(async () => {
  payments = await ScriptedPayments.open();
  ({ clock, provider, stage, account } = payments);
});
afterEach(() => stage.close());

/** A withdrawal whose order was answered by nobody. */
async function lostWithdrawal(): Promise<FlowId> {
  const id = await payments.withdrawal(() => lost);
  await stage.until(async () => (await stage.eventTypes(id)).includes('payment.unknown'));
  return id;
}

/** The next question, asked when its time has come. */
async function askedAgain(after: number): Promise<void> {
  const before = provider.times('find');
  clock.at += after;
  await stage.until(() => provider.times('find') > before);
}

const stands = async (id: FlowId) => {
  const { status, payment } = (await stage.flow(id)) as never as {
    status: string;
    payment: { status: string };
  };
  return { status, payment: payment.status, ...(await stage.balance(account)) };
};

it('keeps the hold of a withdrawal whose answer was lost, and assumes nothing', async () => {
  const id = await lostWithdrawal();
  provider.onFind = () => lost;

  expect(await stands(id)).toEqual({
    status: 'pending',
    payment: 'unknown',
    posted: '100.00',
    held: '30.00',
  });
  await askedAgain(3 * SECOND);
  await askedAgain(5 * SECOND);
  expect(await stands(id)).toMatchObject({ payment: 'unknown', held: '30.00' });
  expect(await stage.eventTypes(id)).not.toContain('payment.submitted');
});

it.each([
  ['completed', succeeded, '70.00'],
  ['failed', declined, '100.00'],
])('ends it as %s when the provider tells, and asks no more', async (status, answer, posted) => {
  const id = await lostWithdrawal();
  provider.onFind = () => answer;
  await askedAgain(3 * SECOND);

  expect(await stage.ended(id)).toMatchObject({ status });
  expect(await stage.balance(account)).toEqual({ posted, held: '0.00' });
  expect((await stage.eventTypes(id)).slice(-4)).toEqual([
    'payment.unknown',
    'payment.submitted',
    `payment.${status}`,
    `withdraw.${status}`,
  ]);
  expect(await stage.tasks(id)).toEqual([]);
});

it('orders again under the same key when the provider has never seen it', async () => {
  const id = await lostWithdrawal();
  provider.onFind = () => notFound;
  provider.onSubmit = () => succeeded;
  await askedAgain(3 * SECOND);

  await stage.ended(id);
  const { paymentId } = await stage.flow(id);
  expect(provider.times('submit', paymentId!)).toBe(2);
  expect(await stage.balance(account)).toEqual({ posted: '70.00', held: '0.00' });
});

it('is asked after in seconds, and every twenty at the latest, however long the provider was away', async () => {
  const { patience } = performedBy(AskAfterPaymentPerformer)!;
  const pauses = Array.from({ length: 2_000 }, (_, asked) => pauseBefore(asked + 1, patience));
  expect(patience.firstAfter).toBe(2 * SECOND);
  expect(pauses[0]).toBeLessThanOrEqual(4 * SECOND + 1);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(20 * SECOND + 1);

  const id = await lostWithdrawal();
  provider.onFind = () => lost;
  for (let asked = 1; asked <= 12; asked++) await askedAgain(HOUR);
  provider.onFind = () => succeeded;
  await askedAgain(21 * SECOND);
  expect(await stage.ended(id)).toMatchObject({ status: 'completed' });
}, 30_000);

const questions = async (id: FlowId) =>
  (await stage.tasks(id)).filter(({ type }) => type === 'payment.ask-after');

it('asks on after a restart', async () => {
  const { url, drop } = await aDatabase();
  const first = await Stage.open({ clock, provider, url });
  provider.onSubmit = () => lost;
  const { id } = await first.deposit(await first.openAccount('EUR'), moneyOf('5', 'EUR'));
  await first.until(async () => (await first.eventTypes(id)).includes('payment.unknown'));
  await first.close();

  provider.onFind = () => succeeded;
  clock.at += 3 * SECOND;
  const second = await Stage.open({ clock, provider, url });
  const status = async () => (await second.reads.flow(first.tenantId, id))?.status;
  await second.until(async () => (await status()) !== 'pending');
  expect(await status()).toBe('completed');
  await second.close();
  await drop();
});

describe('somebody who looks at it', () => {
  const look = async (id: FlowId): Promise<void> => {
    const nudges = new Nudges(stage.module.get(Outbox), clock, pino({ level: 'silent' }));
    nudges.lookedAt(await stage.flow(id));
    await new Promise((resolve) => setTimeout(resolve, 20));
  };
  /** When the next question is due, from now. */
  const next = async (id: FlowId): Promise<number> =>
    ((await questions(id))[0]?.dueAt ?? NaN) - clock.at;

  it('brings the next question forward, ten seconds after the last answer at the soonest', async () => {
    const id = await lostWithdrawal();
    provider.onFind = () => lost;
    // Until the pause is one that can be told from the ten seconds.
    while ((await next(id)) < 12 * SECOND) {
      await askedAgain(21 * SECOND);
      await stage.until(async () => (await next(id)) > 0);
    }
    const asked = provider.times('find');

    clock.at += 9 * SECOND;
    await look(id);
    expect(await next(id)).toBeGreaterThanOrEqual(3 * SECOND);

    provider.onFind = () => processing;
    clock.at += SECOND;
    await look(id);
    await stage.until(() => provider.times('find') > asked);
    await stage.until(async () => (await stands(id)).payment === 'submitted');
  }, 30_000);

  it('does not hasten the deadline', async () => {
    const id = await lostWithdrawal();
    clock.at += 30 * SECOND;
    provider.onFind = () => processing;
    await look(id);
    await stage.until(async () => (await stands(id)).payment === 'submitted');
    const [deadline, ...others] = await stage.tasks(id);

    expect([deadline?.type, others]).toEqual(['payment.ask-until-deadline', []]);
    expect(deadline?.dueAt).toBeGreaterThan(clock.at + 4 * 60 * SECOND);
  });
});
