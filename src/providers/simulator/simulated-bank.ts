import type { Clock } from '../../kernel/clock';
import type {
  Delivery,
  SignedWebhook,
  SimulatorSettlement,
  SimulatorWebhook,
} from '../simulator.port';
import {
  isSameOrder,
  referenceOf,
  type SimulatedPayment,
  type SimulatorOrder,
  type WebhookEndpoint,
} from './simulated-payment';
import { stepAfter, type Step } from './simulator.modes';
import type { SimulatorRecord } from './simulator.record';
import { sendWebhook, signedWebhook, webhookAbout } from './simulator.webhooks';

/** What is heard of a submission. */
export type Heard =
  | { readonly kind: 'told'; readonly payment: SimulatedPayment }
  /** No answer comes; what was made stands in the record. */
  | { readonly kind: 'lost' }
  /** Nothing was made, and the same order may be sent again. */
  | { readonly kind: 'busy' }
  /** The key has served another order; nothing was made of this one. */
  | { readonly kind: 'key-reused' };

/** Sends a webhook, again after each of the pauses (ms) while nobody takes it. Never rejects. */
export type Send = (
  url: string,
  webhook: SignedWebhook,
  pauses?: readonly number[],
) => Promise<Delivery>;

/** Whatever was made under a key is told again, and nothing is made of it a second time. */
const asItStands: Pick<Step, 'answer' | 'webhooks'> = { answer: 'told', webhooks: 'none' };

const COPIES = 5;

/**
 * What stands behind the simulator, in process as on its own: it makes each payment once, as the
 * method asks for, and keeps its own record of it. One key is one order for ever.
 */
export class SimulatedBank {
  constructor(
    private readonly record: SimulatorRecord,
    private readonly clock: Clock,
    private readonly send: Send = sendWebhook,
  ) {}

  /** Everything up to the record happens at once: two submissions never meet in between. */
  async submit(order: SimulatorOrder, webhook: WebhookEndpoint | null): Promise<Heard> {
    const known = this.record.get(order.key);
    if (known && !isSameOrder(known, order)) return { kind: 'key-reused' };
    const before = known ?? this.unheardOf(order);
    const isOpen = before.status === 'not-made';
    const step = isOpen ? stepAfter(before.attempts, order.method) : undefined;
    const payment: SimulatedPayment = {
      ...before,
      ...(step && { status: step.becomes, reason: step.reason }),
      attempts: before.attempts + 1,
      webhook: webhook ?? before.webhook,
      updatedAt: this.clock.now(),
    };
    await this.record.put(payment);
    return this.tell(payment, step ?? asItStands);
  }

  /** The order under a key, as it stands; undefined where none has come. */
  known(key: string): SimulatedPayment | undefined {
    return this.record.get(key);
  }

  /** What was made under a key; undefined where nothing was. */
  async find(key: string): Promise<SimulatedPayment | undefined> {
    const payment = this.record.get(key);
    await this.record.written();
    return payment?.status === 'not-made' ? undefined : payment;
  }

  /**
   * Decides a payment that has not ended, and says so by a webhook. An end is never taken back in
   * the record; the webhook says what it was told to say all the same, so that a provider which
   * contradicts itself can be rehearsed. An order that has not arrived yet counts from now on.
   */
  async settle(
    order: SimulatorOrder,
    said: SimulatorSettlement,
    webhook: WebhookEndpoint | null,
  ): Promise<SimulatorWebhook> {
    const before = this.record.get(order.key) ?? this.unheardOf(order);
    const notice = webhookAbout(before, said);
    const payment: SimulatedPayment = {
      ...before,
      ...(isEnded(before) ? {} : { status: said.outcome, reason: notice.data.reason }),
      webhook: webhook ?? before.webhook,
      updatedAt: this.clock.now(),
    };
    await this.record.put(payment);
    void this.sendTo(payment.webhook, notice);
    return notice;
  }

  /** The record, oldest first, beginning after so many. */
  async list(after: number, limit: number): Promise<readonly SimulatedPayment[]> {
    const payments = this.record.list(after, limit);
    await this.record.written();
    return payments;
  }

  private unheardOf(order: SimulatorOrder): SimulatedPayment {
    const now = this.clock.now();
    return {
      key: order.key,
      tenantId: order.tenantId,
      paymentId: order.paymentId,
      direction: order.direction,
      amount: order.amount,
      currency: order.currency,
      method: order.method,
      providerReference: referenceOf(order),
      status: 'not-made',
      reason: null,
      attempts: 0,
      webhook: null,
      createdAt: now,
      updatedAt: now,
    };
  }

  private async tell(
    payment: SimulatedPayment,
    { answer, webhooks }: Pick<Step, 'answer' | 'webhooks'>,
  ): Promise<Heard> {
    const notice = () => webhookAbout(payment, { outcome: 'succeeded' });
    // Tried once: the answer waits for it.
    if (webhooks === 'one-first') await this.sendTo(payment.webhook, notice(), []);
    if (webhooks === 'five-times') {
      for (let sent = 0; sent < COPIES; sent++) void this.sendTo(payment.webhook, notice());
    }
    return answer === 'told' ? { kind: 'told', payment } : { kind: answer };
  }

  private async sendTo(
    webhook: WebhookEndpoint | null,
    notice: SimulatorWebhook,
    pauses?: readonly number[],
  ): Promise<void> {
    if (webhook === null) return;
    const signed = signedWebhook(webhook.secret, notice, this.clock.now());
    await this.send(webhook.url, signed, pauses);
  }
}

const isEnded = ({ status }: SimulatedPayment): boolean =>
  status === 'succeeded' || status === 'failed';
