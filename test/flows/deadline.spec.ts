import type { FlowId } from '../../src/kernel/ids';
import type { ProviderAnswer } from '../../src/providers/provider.port';
import { Outbox } from '../../src/store/store.port';
import { ScriptedPayments } from '../support/scripted-payments';
import {
  busy,
  declined,
  lost,
  notFound,
  processing,
  succeeded,
} from '../support/scripted-provider';

const DEADLINE = 3_600;
const MILLIS = DEADLINE * 1_000;
/** When it is asked about for the first time. */
const FIRST = 5 * 60 * 1_000;

let payments: ScriptedPayments;
let { clock, provider, stage, account } = {} as ScriptedPayments;
beforeEach(async () => {
  payments = await ScriptedPayments.open({ paymentDeadline: DEADLINE });
  ({ clock, provider, stage, account } = payments);
});
afterEach(() => stage.close());

const pending = (answer: ProviderAnswer): Promise<FlowId> => payments.withdrawal(() => answer);

const reported = (id: FlowId, times: number): Promise<void> =>
  stage.until(
    async () =>
      (await stage.eventTypes(id)).filter((type) => type === 'payment.overdue').length === times,
  );

it('reports a payment that has not ended, moves nothing, and asks again a deadline later', async () => {
  const id = await pending(processing);
  provider.onFind = () => processing;

  clock.at += MILLIS;
  await reported(id, 1);
  expect(provider.times('find')).toBe(1);
  const { paymentId } = await stage.flow(id);
  expect(await payments.anomalies()).toMatchObject([
    {
      reason: 'payment-overdue',
      provider: 'simulator',
      paymentId,
      flowId: id,
      detail: 'The provider is processing it.',
    },
  ]);
  expect(await stage.flow(id)).toMatchObject({
    status: 'pending',
    payment: { status: 'submitted' },
  });
  expect(await stage.balance(account)).toEqual({ posted: '100.00', held: '30.00' });

  clock.at += MILLIS;
  await reported(id, 2);
  expect(await payments.anomalies()).toHaveLength(2);

  provider.onFind = () => succeeded;
  clock.at += MILLIS;
  expect(await stage.ended(id)).toMatchObject({ status: 'completed' });
  expect(await payments.anomalies()).toHaveLength(2);
  expect(await stage.tasks(id)).toEqual([]);
});

it.each([
  ['completed', succeeded, '70.00'],
  ['failed', declined, '100.00'],
])('ends it as %s when the provider knows, and reports nothing', async (status, answer, posted) => {
  const id = await pending(processing);
  provider.onFind = () => answer;
  clock.at += MILLIS;

  expect(await stage.ended(id)).toMatchObject({ status });
  expect(await stage.balance(account)).toEqual({ posted, held: '0.00' });
  expect(await payments.anomalies()).toEqual([]);
});

it.each([
  ['is still turned away', busy, busy],
  ['is unknown, and nobody can tell', lost, lost],
  ['is unknown, and was never seen', lost, notFound],
])('reports a payment that %s', async (_what, submitted, found) => {
  const id = await pending(submitted);
  provider.onFind = () => found;
  clock.at += MILLIS;
  await reported(id, 1);

  expect(await payments.anomalies()).toMatchObject([{ reason: 'payment-overdue', flowId: id }]);
  expect(await stage.balance(account)).toEqual({ posted: '100.00', held: '30.00' });
});

it('leaves no timer behind when the payment ends in time, and never asks', async () => {
  const id = await pending(succeeded);
  await stage.ended(id);
  expect(await stage.tasks(id)).toEqual([]);

  const asked = provider.asked.length;
  clock.at += 2 * MILLIS;
  const other = await pending(succeeded);
  await stage.ended(other);
  expect(provider.asked).toHaveLength(asked + 1);
});

it('is no backlog before its time', async () => {
  const id = await pending(processing);
  await stage.until(async () => (await stage.tasks(id)).length === 1);
  const outbox = stage.module.get(Outbox);

  expect(await stage.tasks(id)).toMatchObject([{ type: 'payment.ask-until-deadline' }]);
  expect(await outbox.depth(clock.at + FIRST - 1)).toEqual({ tasks: 0, oldestDueAt: null });
  expect(await outbox.depth(clock.at + FIRST)).toMatchObject({ tasks: 1 });
});

describe('before it has come', () => {
  it.each([
    ['completed', succeeded, '70.00'],
    ['failed', declined, '100.00'],
  ])('makes a lost webhook good after minutes: %s', async (status, answer, posted) => {
    const id = await pending(processing);
    provider.onFind = () => answer;
    clock.at += FIRST;

    expect(await stage.ended(id)).toMatchObject({ status });
    expect(await stage.balance(account)).toEqual({ posted, held: '0.00' });
    expect(await payments.anomalies()).toEqual([]);
    expect(await stage.tasks(id)).toEqual([]);
  });

  it('asks now and then, and reports nothing while the provider is processing it', async () => {
    const id = await pending(processing);
    await stage.until(async () => (await stage.tasks(id)).length === 1);
    provider.onFind = () => processing;
    const next = async (): Promise<number> => (await stage.tasks(id))[0]!.dueAt - clock.at;

    for (let asked = 1; asked <= 3; asked++) {
      clock.at += await next();
      await stage.until(() => provider.times('find') === asked);
      await stage.until(async () => (await next()) > 0);
      expect(await next()).toBeLessThanOrEqual(MILLIS / 10);
    }
    expect(await stage.eventTypes(id)).not.toContain('payment.overdue');
    expect(await payments.anomalies()).toEqual([]);

    provider.onFind = () => succeeded;
    clock.at += MILLIS / 10;
    expect(await stage.ended(id)).toMatchObject({ status: 'completed' });
  });
});
