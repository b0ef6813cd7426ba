import type { Chance } from '../chance';

export type Outcome = 'completed' | 'failed';

/** How a payment ends by each of the simulator's methods, and how often it is chosen. */
const methods: Readonly<Record<string, { readonly ends: Outcome; readonly weight: number }>> = {
  'sim:success': { ends: 'completed', weight: 40 },
  'sim:decline': { ends: 'failed', weight: 10 },
  'sim:timeout-paid': { ends: 'completed', weight: 6 },
  'sim:timeout-lost': { ends: 'failed', weight: 6 },
  'sim:flaky-3': { ends: 'completed', weight: 6 },
  'sim:flaky-3-decline': { ends: 'failed', weight: 6 },
  'sim:webhook-first': { ends: 'completed', weight: 6 },
  'sim:webhook-five-times': { ends: 'completed', weight: 6 },
};
/** It waits until we say how it ends. */
const MANUAL = 'sim:manual';

export interface Method {
  readonly name: string;
  readonly ends: Outcome;
  readonly isSettledByUs: boolean;
}

/** One of the methods that this simulator has. */
export function anyMethod(known: readonly string[], chance: Chance): Method {
  const rows = Object.entries(methods)
    .filter(([name]) => known.includes(name))
    .map(([name, { ends, weight }]) => [weight, { name, ends, isSettledByUs: false }] as const);
  const manual = {
    name: MANUAL,
    ends: chance.percent(50) ? ('completed' as const) : ('failed' as const),
    isSettledByUs: true,
  };
  return chance.weighted<Method>([...rows, [known.includes(MANUAL) ? 8 : 0, manual]]);
}
