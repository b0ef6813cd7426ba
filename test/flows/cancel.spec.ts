import {
  CancelPaymentCommand,
  RecordPaymentNewsCommand,
} from '../../src/flows/payment/payment.messages';
import type { FlowId } from '../../src/kernel/ids';
import { touching } from '../../src/engine/order';
import { moneyOf } from '../../src/money';
import type { ProviderAnswer } from '../../src/providers/provider.port';
import { ScriptedPayments } from '../support/scripted-payments';
import { busy, lost, processing, succeeded } from '../support/scripted-provider';
import { ids } from '../support/stage';

let payments: ScriptedPayments;
let { clock, provider, stage, account } = {} as ScriptedPayments;
beforeEach(async () => {
  const withdraw = { min: null, max: null, daily: moneyOf('50', 'EUR') };
  payments = await ScriptedPayments.open({ limits: { withdraw } });
  ({ clock, provider, stage, account } = payments);
});
afterEach(() => stage.close());

const submission = (id: FlowId) => payments.submission(id);

/** A withdrawal that the provider has turned away for now. */
const waiting = async (amount?: string): Promise<FlowId> =>
  payments.waiting(await payments.withdrawal(() => busy, amount));

describe('while the provider has surely not got it', () => {
  it('cancels a withdrawal: the hold and the usage are given back, and nothing is ordered', async () => {
    const id = await waiting();
    expect(await stage.cancel(id)).toBeNull();

    expect(await stage.flow(id)).toMatchObject({
      status: 'failed',
      failure: { code: 'cancelled', detail: 'cancelled' },
      payment: { status: 'failed', providerReference: null },
    });
    expect((await stage.eventTypes(id)).slice(-3)).toEqual([
      'payment.initiated',
      'payment.failed',
      'withdraw.failed',
    ]);
    expect(await stage.balance(account)).toEqual({ posted: '100.00', held: '0.00' });
    expect(await stage.postings(id)).toEqual([]);
    expect(await stage.tasks(id)).toEqual([]);

    provider.onSubmit = () => succeeded;
    const asked = provider.asked.length;
    clock.at += 24 * 3_600_000;
    const { id: next } = await stage.withdraw(account, moneyOf('50', 'EUR'));
    await stage.ended(next);
    expect(provider.asked).toHaveLength(asked + 1);
  });

  it('gives the day’s usage back', async () => {
    await stage.cancel(await waiting('50'));
    provider.onSubmit = () => succeeded;
    expect((await stage.withdraw(account, moneyOf('50', 'EUR'))).status).toBe(201);
  });

  it('cancels a deposit', async () => {
    provider.onSubmit = () => busy;
    const { id } = await stage.deposit(account, moneyOf('5', 'EUR'));
    await payments.waiting(id);
    expect(await stage.cancel(id)).toBeNull();
    expect((await stage.eventTypes(id)).slice(-2)).toEqual(['payment.failed', 'deposit.failed']);
    expect(await stage.balance(account)).toEqual({ posted: '100.00', held: '0.00' });
  });

  it('keeps nothing of a rehearsal', async () => {
    const id = await waiting();
    const origin = { kind: 'request', idempotency: null, dryRun: true } as const;
    expect(await stage.cancel(id, { origin })).toBeNull();
    expect(await stage.flow(id)).toMatchObject({ status: 'pending' });
    expect(await submission(id)).toBeDefined();
  });

  it('answers the same key the same again, and another one that it has ended', async () => {
    const id = await waiting();
    const idempotency = { scope: 'POST cancel', key: 'k', bodyHash: 'b' };
    const origin = { kind: 'request', idempotency, dryRun: false } as const;
    expect(await stage.cancel(id, { origin })).toBeNull();
    expect(await stage.cancel(id, { origin })).toBeNull();
    expect(await stage.cancel(id)).toBe('flow-already-ended');
    expect((await stage.eventTypes(id)).filter((type) => type === 'payment.failed')).toHaveLength(
      1,
    );
  });

  it('takes what the provider says of it afterwards for a contradiction', async () => {
    const id = await waiting();
    await stage.cancel(id);
    const { paymentId } = await stage.flow(id);
    const said = { kind: 'succeeded', providerReference: 'ref' };
    const claimed = moneyOf('30', 'EUR');
    const touches = touching({ accountIds: [account] });
    await stage.engine.carry({
      ...stage.order(
        'withdraw',
        id,
        RecordPaymentNewsCommand.type,
        { paymentId, provider: 'simulator', news: said, claimed },
        touches,
      ),
      origin: { kind: 'internal' },
    });
    expect(await payments.anomalies()).toMatchObject([{ reason: 'contradiction', flowId: id }]);
    expect(await stage.balance(account)).toEqual({ posted: '100.00', held: '0.00' });
  });
});

describe('refuses', () => {
  it('while an order is under way, and its answer counts', async () => {
    let answer: (answer: ProviderAnswer) => void = () => undefined;
    const id = await payments.withdrawal(() => new Promise((resolve) => (answer = resolve)));
    expect(await stage.cancel(id)).toBe('payment-already-submitted');
    expect(await stage.balance(account)).toEqual({ posted: '100.00', held: '30.00' });

    answer(succeeded);
    expect(await stage.ended(id)).toMatchObject({ status: 'completed' });
    expect(await stage.cancel(id)).toBe('flow-already-ended');
  });

  it.each([
    ['submitted', processing],
    ['unknown', lost],
  ])('what is %s', async (status, answer) => {
    const id = await payments.withdrawal(() => answer);
    await stage.until(async () => (await stage.eventTypes(id)).includes(`payment.${status}`));
    expect(await stage.cancel(id)).toBe('payment-already-submitted');
  });

  it('after a call that threw, though a later one has surely come to nothing', async () => {
    const id = await payments.withdrawal(() => Promise.reject(new Error('a fault of the adapter')));
    await stage.until(async () => (await submission(id))?.attempts === 1);
    expect(await submission(id)).toMatchObject({ leasedBy: null, waitsSince: null });
    expect(await stage.cancel(id)).toBe('payment-already-submitted');

    provider.onSubmit = () => busy;
    clock.at += 1_000;
    await stage.until(async () => (await submission(id))?.attempts === 2);
    expect(await submission(id)).toMatchObject({ leasedBy: null, waitsSince: null });
    expect(await stage.cancel(id)).toBe('payment-already-submitted');
  });

  it('what was rejected', async () => {
    const { id } = await stage.withdraw(account, moneyOf('51', 'EUR'));
    expect(await stage.cancel(id)).toBe('flow-already-ended');
  });

  it('to judge without the tasks of the flow: that is a fault', async () => {
    const id = await waiting();
    const touches = touching({ accountIds: [account] });
    const order = stage.order('withdraw', id, CancelPaymentCommand.type, {}, touches);
    await expect(stage.engine.carry(order)).rejects.toThrow('could not be carried');
  });
});

it('never both cancels and orders, however close they come', async () => {
  const rich = await stage.openAccount('EUR', { overdraft: '1000' });
  provider.onSubmit = () => busy;
  const flows = await Promise.all(
    Array.from({ length: 30 }, () => stage.withdraw(rich, moneyOf('1', 'EUR'))),
  );
  const all = flows.map(({ id }) => id);
  for (const id of all) await payments.waiting(id);
  provider.onSubmit = () => succeeded;
  clock.at += 10_000;
  // The worker looks every 500 ms: the cancels are spread around the moment at which it does.
  const answers = await Promise.all(
    all.map(async (id, index) => {
      await new Promise((resolve) => setTimeout(resolve, index * 20));
      return stage.cancel(id);
    }),
  );
  const ends = await Promise.all(all.map((id) => stage.ended(id)));

  expect(answers.map((code) => (code === null ? 'failed' : 'completed'))).toEqual(
    ends.map(({ status }) => status),
  );
  expect(ends.map(({ paymentId }) => provider.times('submit', paymentId!))).toEqual(
    answers.map((code) => (code === null ? 1 : 2)),
  );
  expect((await stage.account(rich)).flowsUnderWay).toBe(0);
});

it('knows no flow of another tenant', async () => {
  const id = await waiting();
  const stranger = await stage.anotherTenant();
  const touches = touching({ accountIds: [account], tasksOf: [id] });
  const order = stranger.order('withdraw', id, CancelPaymentCommand.type, {}, touches);
  await expect(stage.engine.carry({ ...order, causationId: ids.next('req') })).rejects.toThrow();
  expect(await stage.flow(id)).toMatchObject({ status: 'pending' });
});
