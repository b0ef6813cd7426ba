import type { TenantId } from '../../kernel/ids';
import {
  PaymentProvider,
  type PaymentOrder,
  type ProvedWebhook,
  type WebhookCall,
  type WebhookNotice,
  type WebhookReading,
} from '../provider.port';
import type { Settled, Simulator, SimulatorSettlement } from '../simulator.port';
import { proveWebhook, SIGNATURE_HEADERS } from '../standard-webhooks';
import { isSimulatorMethod, SIMULATOR_METHODS } from './simulator.modes';
import { readNotice } from './simulator.notice';
import type { WebhookEndpoints } from './webhook-endpoints';

/** What is the same of the simulator in process and of one that runs on its own. */
export abstract class SimulatorAdapter extends PaymentProvider implements Simulator {
  readonly name = 'simulator';
  readonly webhookHeaders = SIGNATURE_HEADERS;
  readonly methods = SIMULATOR_METHODS;

  constructor(protected readonly endpoints: WebhookEndpoints) {
    super();
  }

  abstract settle(order: PaymentOrder, said: SimulatorSettlement): Promise<Settled>;

  accepts(method: string): boolean {
    return isSimulatorMethod(method);
  }

  webhookUrl(tenantId: TenantId): string {
    return this.endpoints.urlFor(tenantId);
  }

  webhookSecret(tenantId: TenantId): string {
    return this.endpoints.secretFor(tenantId);
  }

  readWebhook(call: WebhookCall): WebhookReading {
    const proof = proveWebhook(this.webhookSecret(call.tenantId), call);
    return proof.kind === 'forged'
      ? proof
      : { kind: 'genuine', notice: { eventId: proof.eventId, ...readNotice(call.body) } };
  }

  readProved({ body }: ProvedWebhook): WebhookNotice['about'] {
    return readNotice(body).about;
  }
}

/** The key has served another order: this one was refused, and nothing was made of it. */
export const keyReused = {
  kind: 'news',
  news: { kind: 'failed', providerReference: null, reason: 'key-reused' },
} as const;
