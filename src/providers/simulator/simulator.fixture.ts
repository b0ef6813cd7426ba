import { SystemClock } from '../../kernel/clock';
import type { ConformanceMethods } from '../payment-provider.conformance';
import { ServerAddress } from '../server-address';
import type { SignedWebhook } from '../simulator.port';
import { SimulatedBank } from './simulated-bank';
import { SimulatorProvider } from './simulator.provider';
import { noJournal, SimulatorRecord, type RecordOptions } from './simulator.record';
import { WebhookEndpoints } from './webhook-endpoints';

/** What the simulator calls the methods by which every provider is tried. */
export const simulatorMethods: ConformanceMethods = {
  succeeds: 'sim:success',
  declines: 'sim:decline',
  waits: 'sim:manual',
  unknown: 'sim:unheard-of',
  losesAnswer: 'sim:timeout-paid',
  losesOrder: 'sim:timeout-lost',
  isBusy: 'sim:flaky-3',
  isBusyThenDeclines: 'sim:flaky-3-decline',
};

export interface SentWebhook {
  readonly url: string;
  readonly webhook: SignedWebhook;
}

/** Where a server would take webhooks, if it listened there. */
export function endpointsHere(): WebhookEndpoints {
  const address = new ServerAddress();
  address.set('http://127.0.0.1:1');
  return new WebhookEndpoints(Buffer.alloc(32, 7), address);
}

/** A bank whose webhooks are kept instead of sent; `arrives` says when one counts as delivered. */
export function bankHere(
  options: Partial<RecordOptions> = {},
  arrives: () => Promise<void> = () => Promise.resolve(),
) {
  const sent: SentWebhook[] = [];
  const record = new SimulatorRecord({ journal: noJournal, ...options });
  const bank = new SimulatedBank(record, new SystemClock(), async (url, webhook) => {
    sent.push({ url, webhook });
    await arrives();
    return { kind: 'delivered', status: 200 };
  });
  return { bank, sent };
}

/** The simulator in process, with what it made and sent. */
export function simulatorInProcess(options: Partial<RecordOptions> = {}) {
  const { bank, sent } = bankHere(options);
  return { provider: new SimulatorProvider(bank, endpointsHere()), bank, sent };
}
