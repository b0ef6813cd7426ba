import { instantOf } from '../kernel/clock';
import type { PaymentId, TenantId } from '../kernel/ids';
import { moneyOf } from '../money';
import type { PaymentNews, PaymentOrder, PaymentProvider, WebhookCall } from './provider.port';

/** What a provider brings along to be tried. */
export interface ProviderUnderTest {
  /** The same provider as after a restart: nothing of the process before it is left. */
  readonly fresh: () => PaymentProvider;
  /** A method whose payment succeeds at once, one that is declined, one that nobody knows. */
  readonly methods: {
    readonly succeeds: string;
    readonly declines: string;
    readonly unknown: string;
  };
  /** A genuine call that tells the order's success, signed as of `at`. */
  readonly webhook: (order: PaymentOrder, at: string) => WebhookCall;
}

const NOW = Date.parse('2026-11-21T10:00:00.000Z');
const at = (seconds: number): string => instantOf(NOW + seconds * 1000);

const orderOf = (method: string, changes: Partial<PaymentOrder> = {}): PaymentOrder => ({
  tenantId: 'ten_018f0000-0000-7000-8000-000000000001' as TenantId,
  paymentId: 'pay_018f0000-0000-7000-8000-000000000002' as PaymentId,
  key: 'pay_018f0000-0000-7000-8000-000000000002',
  direction: 'in',
  amount: moneyOf('100.00', 'USD'),
  method,
  ...changes,
});

/** The promises of `PaymentProvider`. Every provider passes them before it counts. */
export function paymentProviderConformance(name: string, subject: ProviderUnderTest): void {
  const { fresh, methods, webhook } = subject;
  const order = orderOf(methods.succeeds);
  const genuine = webhook(order, at(0));

  describe(`the payment provider ${name}`, () => {
    describe.each(['in', 'out'] as const)('asked to move money %s', (direction) => {
      it('charges once for one key, also after a restart', async () => {
        const asked = orderOf(methods.succeeds, { direction });
        const provider = fresh();
        const first = await provider.submit(asked);
        expect(first).toMatchObject({ kind: 'news', news: { kind: 'succeeded' } });
        expect(await provider.submit(asked)).toEqual(first);
        expect(await fresh().submit(asked)).toEqual(first);
      });

      it('finds what it told, and changes nothing by looking', async () => {
        for (const method of [methods.succeeds, methods.declines]) {
          const asked = orderOf(method, { direction });
          const provider = fresh();
          const told = await provider.submit(asked);
          expect(await provider.find(asked)).toEqual(told);
          expect(await provider.submit(asked)).toEqual(told);
        }
      });
    });

    it('names the payments of two keys differently', async () => {
      const provider = fresh();
      const one = await provider.submit(order);
      const other = await provider.submit(orderOf(methods.succeeds, { key: 'another' }));
      expect(one).not.toEqual(other);
    });

    it('answers a refusal, and never rejects', async () => {
      expect(await fresh().submit(orderOf(methods.declines))).toMatchObject({
        kind: 'news',
        news: { kind: 'failed' },
      });
      expect(await fresh().submit(orderOf(methods.unknown))).toMatchObject({
        kind: 'news',
        news: { kind: 'failed', reason: 'unknown-method' },
      });
    });

    it('knows beforehand which methods it surely cannot use', () => {
      expect(fresh().accepts(methods.succeeds)).toBe(true);
      expect(fresh().accepts(methods.declines)).toBe(true);
      expect(fresh().accepts(methods.unknown)).toBe(false);
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
