import {
  PaymentProvider,
  type PaymentOrder,
  type ProviderAnswer,
  type WebhookCall,
  type WebhookReading,
} from '../provider.port';
import { proveWebhook } from '../standard-webhooks';
import { isSimulatorMethod, simulatorModes, unknownMethod } from './simulator.modes';
import { readNotice } from './simulator.notice';
import type { SimulatorWebhooks } from './simulator.webhooks';

/**
 * The built-in provider, in process: the method chooses what it does, so that every failure can be
 * rehearsed. The same key has the same answer and reference, also after a restart.
 */
export class SimulatorProvider extends PaymentProvider {
  readonly name = 'simulator';

  constructor(private readonly webhooks: SimulatorWebhooks) {
    super();
  }

  accepts(method: string): boolean {
    return isSimulatorMethod(method);
  }

  async submit(order: PaymentOrder): Promise<ProviderAnswer> {
    return modeOf(order).submit(order);
  }

  async find(order: PaymentOrder): Promise<ProviderAnswer> {
    return modeOf(order).find(order);
  }

  readWebhook(call: WebhookCall): WebhookReading {
    const proof = proveWebhook(this.webhooks.webhookSecret(call.tenantId), call);
    return proof.kind === 'forged'
      ? proof
      : { kind: 'genuine', notice: readNotice(proof.eventId, call.body) };
  }
}

const modeOf = ({ method }: PaymentOrder) => simulatorModes.get(method) ?? unknownMethod;
