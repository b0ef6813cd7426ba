import type { PaymentId, TenantId } from '../../kernel/ids';
import type { SimulatedPayment, SimulatorOrder } from './simulated-payment';
import { bankHere } from './simulator.fixture';

type Bank = ReturnType<typeof bankHere>['bank'];

const order = (method: string, changes: Partial<SimulatorOrder> = {}): SimulatorOrder => ({
  key: 'pay_018f0000-0000-7000-8000-000000000002',
  tenantId: 'ten_018f0000-0000-7000-8000-000000000001' as TenantId,
  paymentId: 'pay_018f0000-0000-7000-8000-000000000002' as PaymentId,
  direction: 'out',
  amount: '100.00',
  currency: 'USD',
  method,
  ...changes,
});
const here = { url: 'http://127.0.0.1:1/hook', secret: `whsec_${'A'.repeat(43)}=` };

const bodies = (sent: ReturnType<typeof bankHere>['sent']) =>
  sent.map(({ webhook }) => JSON.parse(webhook.body) as { type: string; data: unknown });

describe('the record of the simulator', () => {
  it('counts four attempts and one payment, when the first three found it busy', async () => {
    const { bank } = bankHere();
    for (let attempt = 0; attempt < 4; attempt++) await bank.submit(order('sim:flaky-3'), null);

    expect(await bank.list(0, 10)).toEqual([
      expect.objectContaining({
        ...order('sim:flaky-3'),
        providerReference: expect.stringMatching(/^sim_[0-9a-f]{24}$/),
        status: 'succeeded',
        reason: null,
        attempts: 4,
      }),
    ]);
  });

  it('stays as it is when a key comes back with another order', async () => {
    const { bank } = bankHere();
    await bank.submit(order('sim:success'), null);
    const before = await bank.list(0, 10);

    expect(await bank.submit(order('sim:success', { amount: '100.01' }), null)).toEqual({
      kind: 'key-reused',
    });
    expect(await bank.list(0, 10)).toEqual(before);
  });

  it('has payments in the order in which they came, page by page', async () => {
    const { bank } = bankHere();
    for (const key of ['a', 'b', 'c']) await bank.submit(order('sim:success', { key }), null);
    await bank.submit(order('sim:success', { key: 'a' }), null);
    const keys = (payments: readonly SimulatedPayment[]) => payments.map(({ key }) => key);

    expect(keys(await bank.list(0, 2))).toEqual(['a', 'b']);
    expect(keys(await bank.list(2, 2))).toEqual(['c']);
    expect(await bank.list(3, 2)).toEqual([]);
  });

  it('forgets the oldest when it has a bound', async () => {
    const { bank } = bankHere({ keeps: 2 });
    for (const key of ['a', 'b', 'c']) await bank.submit(order('sim:success', { key }), null);

    expect((await bank.list(0, 10)).map(({ key }) => key)).toEqual(['b', 'c']);
  });

  it('tells nobody of what is not written yet', async () => {
    let write: () => void = () => undefined;
    const written = new Promise<void>((resolve) => (write = resolve));
    const { bank } = bankHere({ journal: { append: () => written, written: () => written } });
    const told: string[] = [];
    const calls = [
      bank.submit(order('sim:success'), null).then(() => told.push('submit')),
      bank.find(order('sim:success').key).then(() => told.push('find')),
      bank.list(0, 1).then(() => told.push('list')),
    ];
    await new Promise((resolve) => setImmediate(resolve));
    expect(told).toEqual([]);

    write();
    await Promise.all(calls);
    expect(told.sort()).toEqual(['find', 'list', 'submit']);
  });
});

describe('the webhooks of a submission', () => {
  it('are none, of most methods', async () => {
    const { bank, sent } = bankHere();
    await bank.submit(order('sim:success'), here);
    expect(sent).toEqual([]);
  });

  it('go before the answer, where the method asks for it', async () => {
    let deliver: () => void = () => undefined;
    const { bank, sent } = bankHere({}, () => new Promise((resolve) => (deliver = resolve)));
    let isTold = false;
    const heard = bank.submit(order('sim:webhook-first'), here).then(() => (isTold = true));
    await new Promise((resolve) => setImmediate(resolve));

    expect(isTold).toBe(false);
    expect(sent[0]?.url).toBe(here.url);
    expect(bodies(sent)).toMatchObject([
      { type: 'payment.succeeded', data: { amount: '100.00', currency: 'USD', reason: null } },
    ]);
    deliver();
    await heard;
  });

  it('are five of one event, where the method asks for it', async () => {
    const { bank, sent } = bankHere();
    await bank.submit(order('sim:webhook-five-times'), here);

    expect(sent).toHaveLength(5);
    expect(new Set(sent.map(({ webhook }) => webhook.headers['webhook-id'])).size).toBe(1);
  });

  it('are not sent again for a payment that was made before', async () => {
    const { bank, sent } = bankHere();
    await bank.submit(order('sim:webhook-first'), here);
    await bank.submit(order('sim:webhook-first'), here);
    expect(sent).toHaveLength(1);
  });

  it('are not sent to nowhere: the payment is made all the same', async () => {
    const { bank, sent } = bankHere();
    expect((await bank.submit(order('sim:webhook-first'), null)).kind).toBe('told');
    expect(sent).toEqual([]);
  });
});

describe('a settlement', () => {
  const standing = async (bank: Bank) =>
    (await bank.list(0, 1)).map(({ status, reason }) => [status, reason]);

  it('ends a payment that waits, in the record and by a webhook', async () => {
    const { bank, sent } = bankHere();
    await bank.submit(order('sim:manual'), here);
    const said = await bank.settle(order('sim:manual'), { outcome: 'failed', reason: 'no' }, null);

    expect(await standing(bank)).toEqual([['failed', 'no']]);
    expect(said).toMatchObject({ type: 'payment.failed', data: { reason: 'no' } });
    expect(bodies(sent)).toEqual([said]);
  });

  it('says the contrary of an end, and the end stands', async () => {
    const { bank, sent } = bankHere();
    await bank.submit(order('sim:success'), here);
    await bank.settle(order('sim:success'), { outcome: 'failed' }, null);

    expect(await standing(bank)).toEqual([['succeeded', null]]);
    expect(bodies(sent)).toMatchObject([{ type: 'payment.failed', data: { reason: 'declined' } }]);
  });

  it('may come before the order: the order is then told what was settled', async () => {
    const { bank } = bankHere();
    await bank.settle(order('sim:manual'), { outcome: 'succeeded' }, here);

    expect(await bank.submit(order('sim:manual'), here)).toMatchObject({
      kind: 'told',
      payment: { status: 'succeeded', attempts: 1 },
    });
  });
});
