import { instantOf } from '../kernel/clock';
import { TimeOrderedIds, type TenantId } from '../kernel/ids';
import { moneyOf } from '../money';
import type { PaymentNews, PaymentOrder, PaymentProvider, WebhookCall } from './provider.port';

/** A method for each thing that a provider may do with an order. */
export interface ConformanceMethods {
  /** Succeeds at once, is declined at once, waits for a webhook, is known to nobody. */
  readonly succeeds: string;
  readonly declines: string;
  readonly waits: string;
  readonly unknown: string;
  /** The answer is lost, and the payment was made. */
  readonly losesAnswer: string;
  /** The answer is lost, and nothing was made; a further submission is declined. */
  readonly losesOrder: string;
  /** Three submissions find it busy; then it succeeds, or is declined. */
  readonly isBusy: string;
  readonly isBusyThenDeclines: string;
}

/** What a provider brings along to be tried. */
export interface ProviderUnderTest {
  /** The same provider as after a restart of this server: nothing of the process before is left. */
  readonly fresh: () => PaymentProvider;
  readonly methods: ConformanceMethods;
  /** False where its record ends with the process, so that it answers by the method alone. */
  readonly remembers: boolean;
  /** A genuine call that tells the order's success, signed as of `at`. */
  readonly webhook: (order: PaymentOrder, at: string) => WebhookCall;
}

const NOW = Date.parse('2026-11-21T10:00:00.000Z');
const at = (seconds: number): string => instantOf(NOW + seconds * 1000);
const ids = new TimeOrderedIds();

/** An order of its own: a provider that remembers has not heard its key before. */
const orderOf = (method: string, changes: Partial<PaymentOrder> = {}): PaymentOrder => {
  const paymentId = ids.next('pay');
  return {
    tenantId: 'ten_018f0000-0000-7000-8000-000000000001' as TenantId,
    paymentId,
    key: paymentId,
    direction: 'in',
    amount: moneyOf('100.00', 'USD'),
    method,
    ...changes,
  };
};

const succeeded = { kind: 'news', news: { kind: 'succeeded' } };
const declined = { kind: 'news', news: { kind: 'failed', reason: 'declined' } };
const lost = { kind: 'news', news: { kind: 'unknown' } };
const busy = { kind: 'try-later' };
const notFound = { kind: 'not-found' };

/** The promises of `PaymentProvider`. Every provider passes them before it counts. */
export function paymentProviderConformance(name: string, subject: ProviderUnderTest): void {
  const { fresh, methods, remembers, webhook } = subject;
  const order = orderOf(methods.succeeds);
  const genuine = webhook(order, at(0));

  describe(`the payment provider ${name}`, () => {
    describe.each(['in', 'out'] as const)('asked to move money %s', (direction) => {
      it('charges once for one key, also after a restart', async () => {
        const asked = orderOf(methods.succeeds, { direction });
        const provider = fresh();
        const first = await provider.submit(asked);
        expect(first).toMatchObject(succeeded);
        expect(await provider.submit(asked)).toEqual(first);
        expect(await fresh().submit(asked)).toEqual(first);
      });

      it('finds what it told, and changes nothing by looking', async () => {
        for (const method of [methods.succeeds, methods.declines, methods.waits]) {
          const asked = orderOf(method, { direction });
          const provider = fresh();
          const told = await provider.submit(asked);
          expect(await provider.find(asked)).toEqual(told);
          expect(await provider.find(asked)).toEqual(told);
          expect(await provider.submit(asked)).toEqual(told);
          expect(await fresh().find(asked)).toEqual(told);
        }
      });
    });

    it('says one thing to twenty who ask at once under one key', async () => {
      const provider = fresh();
      const told = await Promise.all(Array.from({ length: 20 }, () => provider.submit(order)));
      expect(told).toEqual(Array(20).fill(told[0]));
      expect(told[0]).toMatchObject(succeeded);
    });

    it.each([
      ['amount', { amount: moneyOf('100.01', 'USD') }],
      ['currency', { amount: moneyOf('100.00', 'EUR') }],
      ['direction', { direction: 'out' }],
      ['method', { method: methods.declines }],
    ] as const)('refuses a key that served an order with another %s', async (_what, changes) => {
      const asked = orderOf(methods.succeeds);
      const provider = fresh();
      const told = await provider.submit(asked);
      expect(await provider.submit({ ...asked, ...changes })).toMatchObject({
        kind: 'news',
        news: { kind: 'failed', reason: 'key-reused' },
      });
      expect(await provider.find(asked)).toEqual(told);
    });

    it('waits for a webhook where the method asks for it', async () => {
      expect(await fresh().submit(orderOf(methods.waits))).toMatchObject({
        kind: 'news',
        news: { kind: 'processing' },
      });
    });

    it.each([
      ['at once', false],
      ['after a restart', true],
    ])('finds what was made though its answer was lost: %s', async (_when, restarts) => {
      const asked = orderOf(methods.losesAnswer);
      const before = fresh();
      expect(await before.submit(asked)).toMatchObject(lost);
      const provider = restarts ? fresh() : before;
      expect(await provider.find(asked)).toMatchObject(succeeded);
      expect(await provider.submit(asked)).toMatchObject(succeeded);
    });

    it.each([
      ['at once', false],
      ['after a restart', true],
    ])(
      'does not find what got lost, and declines it the next time: %s',
      async (_when, restarts) => {
        const asked = orderOf(methods.losesOrder);
        const before = fresh();
        expect(await before.submit(asked)).toMatchObject(lost);
        const provider = restarts ? fresh() : before;
        expect(await provider.find(asked)).toEqual(notFound);
        expect(await provider.find(asked)).toEqual(notFound);
        expect(await provider.submit(asked)).toMatchObject(declined);
        expect(await provider.submit(asked)).toMatchObject(declined);
        expect(await provider.find(asked)).toMatchObject(declined);
      },
    );

    it.each([
      ['succeeds', methods.isBusy, succeeded],
      ['is declined', methods.isBusyThenDeclines, declined],
    ])('is busy three times, and then the order %s, for good', async (_what, method, end) => {
      const asked = orderOf(method);
      const provider = fresh();
      for (let attempt = 1; attempt <= 3; attempt++) {
        expect(await provider.submit(asked)).toMatchObject(busy);
        expect(await provider.find(asked)).toEqual(notFound);
      }
      expect(await provider.submit(asked)).toMatchObject(end);
      expect(await provider.submit(asked)).toMatchObject(end);
      expect(await provider.find(asked)).toMatchObject(end);
    });

    if (remembers) {
      it('does not find what it was never asked for', async () => {
        expect(await fresh().find(orderOf(methods.succeeds))).toEqual(notFound);
      });

      it('goes on after a restart with the attempts that it has counted', async () => {
        const asked = orderOf(methods.isBusy);
        for (let attempt = 1; attempt <= 3; attempt++) {
          expect(await fresh().submit(asked)).toMatchObject(busy);
        }
        expect(await fresh().submit(asked)).toMatchObject(succeeded);
      });
    }

    it('names the payments of two keys differently', async () => {
      const provider = fresh();
      const one = await provider.submit(order);
      const other = await provider.submit(orderOf(methods.succeeds));
      expect(one).not.toEqual(other);
    });

    it('answers a refusal, and never rejects', async () => {
      expect(await fresh().submit(orderOf(methods.declines))).toMatchObject(declined);
      expect(await fresh().submit(orderOf(methods.unknown))).toMatchObject({
        kind: 'news',
        news: { kind: 'failed', reason: 'unknown-method' },
      });
    });

    it('knows beforehand which methods it surely cannot use', () => {
      const { unknown, ...known } = methods;
      const provider = fresh();
      expect(Object.values(known).filter((method) => !provider.accepts(method))).toEqual([]);
      expect(provider.accepts(unknown)).toBe(false);
    });

    it('reads a genuine webhook, to the same words each time', async () => {
      const submitted = await fresh().submit(order);
      const news: PaymentNews | undefined = submitted.kind === 'news' ? submitted.news : undefined;
      const reading = fresh().readWebhook(genuine);
      expect(reading).toMatchObject({
        kind: 'genuine',
        notice: {
          about: { kind: 'payment', paymentId: order.paymentId, amount: '100.00', currency: 'USD' },
        },
      });
      expect(reading).toHaveProperty('notice.about.news', news);
      expect(fresh().readWebhook(genuine)).toEqual(reading);
    });

    it('needs no headers of a webhook but those that it names', () => {
      const { webhookHeaders } = fresh();
      const named = Object.entries(genuine.headers).filter(([name]) =>
        webhookHeaders.includes(name),
      );
      const call = { ...genuine, headers: Object.fromEntries(named) };
      expect(fresh().readWebhook(call)).toEqual(fresh().readWebhook(genuine));
    });

    it('reads a webhook again that was proved, whatever the secret and the time are by then', () => {
      const { headers, body } = genuine;
      const reading = fresh().readWebhook(genuine);
      expect(reading).toHaveProperty('notice.about', fresh().readProved({ headers, body }));
    });

    it.each([-300, 0, 300])('takes a webhook that arrives %i s after its timestamp', (seconds) => {
      const call = { ...genuine, receivedAt: at(seconds) };
      expect(fresh().readWebhook(call).kind).toBe('genuine');
    });

    const first = genuine.body.indexOf('1');
    const forgeries: readonly (readonly [what: string, call: WebhookCall])[] = [
      ['301 s old', { ...genuine, receivedAt: at(301) }],
      ['301 s ahead', { ...genuine, receivedAt: at(-301) }],
      ['tampered with', { ...genuine, body: withByte(genuine.body, first, '9') }],
      ['cut short', { ...genuine, body: genuine.body.subarray(0, -1) }],
      ['made longer', { ...genuine, body: Buffer.concat([genuine.body, Buffer.from(' ')]) }],
      ['without headers', { ...genuine, headers: {} }],
      [
        "of another tenant's making",
        { ...genuine, tenantId: 'ten_018f0000-0000-7000-8000-000000000009' as TenantId },
      ],
    ];
    it.each(forgeries)('calls a webhook forged that is %s', (_what, call) => {
      expect(fresh().readWebhook(call).kind).toBe('forged');
    });
  });
}

function withByte(bytes: Buffer, index: number, character: string): Buffer {
  const changed = Buffer.from(bytes);
  changed.write(character, index, 'latin1');
  return changed;
}
