import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Instant } from '../../kernel/clock';
import type {
  Delivery,
  SignedWebhook,
  SimulatorSettlement,
  SimulatorWebhook,
} from '../simulator.port';
import { signWebhook } from '../standard-webhooks';
import type { SimulatedPayment } from './simulated-payment';

/**
 * Milliseconds to wait before each further attempt. With the time-outs they end well within the
 * 300 s for which a signature is good.
 */
const PAUSES: readonly number[] = [100, 400, 1_600, 6_400];
const ATTEMPT_TIMEOUT = 3_000;

/** What a settlement says of a payment. */
export const webhookAbout = (
  { paymentId, providerReference, amount, currency }: SimulatedPayment,
  { outcome, reason }: SimulatorSettlement,
): SimulatorWebhook => ({
  type: `payment.${outcome}`,
  data: {
    paymentId,
    providerReference,
    amount,
    currency,
    reason: outcome === 'failed' ? (reason ?? 'declined') : null,
  },
});

/** Signs a webhook. Without an `eventId` the same news of the same payment has the same id. */
export function signedWebhook(
  secret: string,
  webhook: SimulatorWebhook,
  at: Instant,
  eventId = eventIdOf(webhook),
): SignedWebhook {
  const body = bodyOf(webhook);
  const signature = signWebhook(secret, eventId, at, body);
  return { headers: { 'content-type': 'application/json', ...signature }, body };
}

/** Posts it to `url`, again after each of the pauses (ms) while nobody takes it. Never rejects. */
export async function sendWebhook(
  url: string,
  webhook: SignedWebhook,
  pauses: readonly number[] = PAUSES,
): Promise<Delivery> {
  let delivery = await attempt(url, webhook);
  for (const pause of pauses) {
    if (delivery.kind !== 'undelivered') break;
    // A process that wants to end does not wait for it.
    await sleep(pause, undefined, { ref: false });
    delivery = await attempt(url, webhook);
  }
  return delivery;
}

/** Named by what it says, so that the same news sent twice is a duplicate. */
const eventIdOf = ({ type, data }: SimulatorWebhook): string =>
  `msg_${createHash('sha256').update(`${type}:${data.paymentId}`).digest('hex').slice(0, 24)}`;

/** Field by field: nothing else may reach the wire, and in this order it is signed. */
const bodyOf = ({ type, data }: SimulatorWebhook): string =>
  JSON.stringify({
    type,
    data: {
      paymentId: data.paymentId,
      providerReference: data.providerReference,
      amount: data.amount,
      currency: data.currency,
      reason: data.reason,
    },
  });

async function attempt(url: string, { headers, body }: SignedWebhook): Promise<Delivery> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(ATTEMPT_TIMEOUT),
    });
    await response.body?.cancel();
    return deliveryOf(response.status);
  } catch (fault) {
    return { kind: 'undelivered', detail: String(fault) };
  }
}

function deliveryOf(status: number): Delivery {
  if (status >= 200 && status < 300) return { kind: 'delivered', status };
  if (status === 429 || status >= 500) {
    return { kind: 'undelivered', detail: `The receiver answered ${status}.` };
  }
  return { kind: 'refused', status };
}
