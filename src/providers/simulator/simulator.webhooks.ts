import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Instant } from '../../kernel/clock';
import type { TenantId } from '../../kernel/ids';
import { deriveSecret } from '../secrets';
import {
  Simulator,
  type Delivery,
  type SignedWebhook,
  type SimulatorWebhook,
} from '../simulator.port';
import { signWebhook } from '../standard-webhooks';
import { SIMULATOR_METHODS } from './simulator.modes';

/**
 * Milliseconds to wait before each further attempt. With the time-outs they end well within the
 * 300 s for which a signature is good.
 */
const PAUSES: readonly number[] = [100, 400, 1_600, 6_400];
const ATTEMPT_TIMEOUT = 10_000;

/** The sending side of the simulator: its secrets, its signatures, its calls. */
export class SimulatorWebhooks extends Simulator {
  readonly methods = SIMULATOR_METHODS;

  constructor(
    private readonly masterKey: Buffer,
    private readonly pauses: readonly number[] = PAUSES,
  ) {
    super();
  }

  webhookSecret(tenantId: TenantId): string {
    return deriveSecret(this.masterKey, 'simulator-webhook', tenantId);
  }

  signed(
    tenantId: TenantId,
    webhook: SimulatorWebhook,
    at: Instant,
    eventId = eventIdOf(webhook),
  ): SignedWebhook {
    const body = bodyOf(webhook);
    const signature = signWebhook(this.webhookSecret(tenantId), eventId, at, body);
    return { headers: { 'content-type': 'application/json', ...signature }, body };
  }

  async send(url: string, webhook: SignedWebhook): Promise<Delivery> {
    let delivery = await attempt(url, webhook);
    for (const pause of this.pauses) {
      if (delivery.kind !== 'undelivered') break;
      await sleep(pause);
      delivery = await attempt(url, webhook);
    }
    return delivery;
  }
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
