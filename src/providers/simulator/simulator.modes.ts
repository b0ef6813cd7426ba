import { createHash } from 'node:crypto';
import type { PaymentNews, PaymentOrder, ProviderAnswer } from '../provider.port';

/** What the simulator does with an order whose method asks for it. */
export interface SimulatorMode {
  readonly submit: (order: PaymentOrder) => ProviderAnswer | Promise<ProviderAnswer>;
  readonly find: (order: PaymentOrder) => ProviderAnswer | Promise<ProviderAnswer>;
}

/** The provider's name for a payment: the same for the same key, on any machine, at any time. */
export const referenceOf = ({ key }: Pick<PaymentOrder, 'key'>): string =>
  `sim_${createHash('sha256').update(key).digest('hex').slice(0, 24)}`;

/** Says one thing of an order, however often and by whatever way it is asked. */
function always(newsOf: (providerReference: string) => PaymentNews): SimulatorMode {
  const answer = (order: PaymentOrder): ProviderAnswer => ({
    kind: 'news',
    news: newsOf(referenceOf(order)),
  });
  return { submit: answer, find: answer };
}

/** One row for each method that can be rehearsed. A mode that needs no memory survives a restart. */
export const simulatorModes: ReadonlyMap<string, SimulatorMode> = new Map([
  ['sim:success', always((providerReference) => ({ kind: 'succeeded', providerReference }))],
  [
    'sim:decline',
    always((providerReference) => ({ kind: 'failed', providerReference, reason: 'declined' })),
  ],
  // Only a webhook ends it.
  ['sim:manual', always((providerReference) => ({ kind: 'processing', providerReference }))],
]);

/** For a method that is in no row: a provider that never heard of it made no payment. */
export const unknownMethod: SimulatorMode = always(() => ({
  kind: 'failed',
  providerReference: null,
  reason: 'unknown-method',
}));

export const SIMULATOR_METHODS: readonly string[] = [...simulatorModes.keys()];

export const isSimulatorMethod = (method: string): boolean => simulatorModes.has(method);
