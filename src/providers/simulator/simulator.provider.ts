import type { PaymentOrder, ProviderAnswer } from '../provider.port';
import type { Settled, SimulatorSettlement } from '../simulator.port';
import type { Heard, SimulatedBank } from './simulated-bank';
import { newsOf, simulatorOrder, type SimulatedPayment } from './simulated-payment';
import { keyReused, SimulatorAdapter } from './simulator.adapter';
import type { WebhookEndpoints } from './webhook-endpoints';

/**
 * The built-in provider, in process: the method chooses what it does, so that every failure can be
 * rehearsed. Its record ends with the process; what a later life is asked after was sent in a life
 * before, and the method says what became of it (docs/decisions/0011).
 */
export class SimulatorProvider extends SimulatorAdapter {
  constructor(
    private readonly bank: SimulatedBank,
    endpoints: WebhookEndpoints,
  ) {
    super(endpoints);
  }

  async submit(order: PaymentOrder): Promise<ProviderAnswer> {
    const webhook = this.endpoints.of(order.tenantId);
    return answerOf(await this.bank.submit(simulatorOrder(order), webhook));
  }

  async find(order: PaymentOrder): Promise<ProviderAnswer> {
    const asked = simulatorOrder(order);
    if (this.bank.known(asked.key) === undefined) await this.bank.submit(asked, null);
    const payment = await this.bank.find(asked.key);
    return payment === undefined ? { kind: 'not-found' } : told(payment);
  }

  async settle(order: PaymentOrder, said: SimulatorSettlement): Promise<Settled> {
    const known = simulatorOrder(order);
    const webhook = this.endpoints.of(order.tenantId);
    return { kind: 'settled', webhook: await this.bank.settle(known, said, webhook) };
  }
}

const told = (payment: SimulatedPayment): ProviderAnswer => {
  const news = newsOf(payment);
  return news === undefined ? { kind: 'not-found' } : { kind: 'news', news };
};

const answers: {
  readonly [K in Heard['kind']]: (heard: Extract<Heard, { kind: K }>) => ProviderAnswer;
} = {
  told: ({ payment }) => told(payment),
  lost: () => ({
    kind: 'news',
    news: { kind: 'unknown', detail: 'The connection broke before the answer.' },
  }),
  busy: () => ({ kind: 'try-later', detail: 'The simulator answered 503.' }),
  'key-reused': () => keyReused,
};

const answerOf = <K extends Heard['kind']>(heard: Extract<Heard, { kind: K }>): ProviderAnswer =>
  answers[heard.kind](heard);
