import { z } from 'zod';
import type { PaymentOrder, ProviderAnswer } from '../provider.port';
import type { Settled, SimulatorSettlement, SimulatorWebhook } from '../simulator.port';
import { call, type Call, type Called } from './http-call';
import { newsOf, orderBodyOf } from './simulated-payment';
import { keyReused, SimulatorAdapter } from './simulator.adapter';
import type { WebhookEndpoints } from './webhook-endpoints';

/** Milliseconds; well within the lease of the task that makes the call. */
const TIMEOUT = 5_000;

/** What is read of the simulator's answer; the amounts that count are our own. */
const paymentAnswer = z.object({
  providerReference: z.string().min(1).max(255),
  status: z.enum(['processing', 'succeeded', 'failed']),
  reason: z.string().min(1).max(1_000).nullable(),
});
const settledAnswer = z.object({ webhook: z.custom<SimulatorWebhook>() });

/** The simulator that runs on its own, over HTTP; it is given what it needs with every order. */
export class HttpSimulatorProvider extends SimulatorAdapter {
  constructor(
    /** Without a slash at the end. */
    private readonly url: string,
    endpoints: WebhookEndpoints,
    private readonly timeout = TIMEOUT,
  ) {
    super(endpoints);
  }

  async submit(order: PaymentOrder): Promise<ProviderAnswer> {
    const webhook = this.endpoints.of(order.tenantId);
    if (webhook === null) return tryLater('This server does not listen for webhooks yet.');
    const called = await this.call('POST', '/payments', {
      headers: { 'idempotency-key': order.key },
      body: { ...orderBodyOf(order), webhook },
    });
    return answerOf(called, { 409: keyReused });
  }

  async find(order: PaymentOrder): Promise<ProviderAnswer> {
    const called = await this.call('GET', `/payments/${encodeURIComponent(order.key)}`);
    return answerOf(called, { 404: { kind: 'not-found' } });
  }

  async settle(order: PaymentOrder, said: SimulatorSettlement): Promise<Settled> {
    const webhook = this.endpoints.of(order.tenantId);
    const called = await this.call('POST', `/payments/${encodeURIComponent(order.key)}/settle`, {
      body: { ...said, order: { ...orderBodyOf(order), webhook } },
    });
    if (called.kind !== 'answered') return { kind: 'unavailable', detail: called.detail };
    const read = settledAnswer.safeParse(called.body);
    return called.status === 202 && read.success
      ? { kind: 'settled', webhook: read.data.webhook }
      : { kind: 'unavailable', detail: `The simulator answered ${called.status}.` };
  }

  private call(
    method: Call['method'],
    path: string,
    more: Pick<Call, 'headers' | 'body'> = {},
  ): Promise<Called> {
    return call({ method, url: `${this.url}${path}`, timeout: this.timeout, ...more });
  }
}

const tryLater = (detail: string): ProviderAnswer => ({ kind: 'try-later', detail });
const unknown = (detail: string): ProviderAnswer => ({
  kind: 'news',
  news: { kind: 'unknown', detail },
});

/**
 * What an answer means. 503 and every 4xx say that nothing was made (at a wrong address, too);
 * whatever else is not an answer to the question leaves open what happened.
 */
function answerOf(
  called: Called,
  meanings: Readonly<Partial<Record<number, ProviderAnswer>>>,
): ProviderAnswer {
  if (called.kind === 'unreached') return tryLater(called.detail);
  if (called.kind === 'lost') return unknown(called.detail);
  const { status, body } = called;
  const meant = meanings[status];
  if (meant !== undefined) return meant;
  const detail = `The simulator answered ${status}.`;
  if (status === 503 || (status >= 400 && status < 500)) return tryLater(detail);
  const payment = paymentAnswer.safeParse(body);
  const news = status === 200 && payment.success ? newsOf(payment.data) : undefined;
  return news === undefined ? unknown(detail) : { kind: 'news', news };
}
