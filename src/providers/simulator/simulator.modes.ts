/** What one submission of an order brings about, and what is heard of it. */
export interface Step {
  /** `not-made`: nobody is charged, and a further submission under the key takes the next step. */
  readonly becomes: 'not-made' | 'processing' | 'succeeded' | 'failed';
  /** Why it failed. */
  readonly reason: string | null;
  /** `lost`: the connection breaks before the answer. `busy`: a 503, and surely nothing was made. */
  readonly answer: 'told' | 'lost' | 'busy';
  /** Webhooks that tell of it: one before the answer, or five copies of one after it. */
  readonly webhooks: 'none' | 'one-first' | 'five-times';
}

const told = { reason: null, answer: 'told', webhooks: 'none' } as const;
const succeeds: Step = { ...told, becomes: 'succeeded' };
const declines: Step = { ...told, becomes: 'failed', reason: 'declined' };
const begins: Step = { ...told, becomes: 'processing' };
const isBusy: Step = { ...told, becomes: 'not-made', answer: 'busy' };
const getsLost: Step = { ...told, becomes: 'not-made', answer: 'lost' };

/** One step for each submission under one key; what is made is never made again. */
type Script = readonly [Step, ...Step[]];

/** One row for each method that can be rehearsed. */
const scripts: ReadonlyMap<string, Script> = new Map<string, Script>([
  ['sim:success', [succeeds]],
  ['sim:decline', [declines]],
  // Only a settlement ends it.
  ['sim:manual', [begins]],
  ['sim:timeout-paid', [{ ...succeeds, answer: 'lost' }]],
  ['sim:timeout-lost', [getsLost, declines]],
  ['sim:flaky-3', [isBusy, isBusy, isBusy, succeeds]],
  ['sim:flaky-3-decline', [isBusy, isBusy, isBusy, declines]],
  ['sim:webhook-first', [{ ...succeeds, webhooks: 'one-first' }]],
  ['sim:webhook-five-times', [{ ...succeeds, webhooks: 'five-times' }]],
]);

/** For a method that is in no row: a provider that never heard of it makes no payment. */
const unknownMethod: Script = [{ ...declines, reason: 'unknown-method' }];

export const SIMULATOR_METHODS: readonly string[] = [...scripts.keys()];

export const isSimulatorMethod = (method: string): boolean => scripts.has(method);

/** The step of the next submission, after so many that made nothing; the last one stands. */
export function stepAfter(attempts: number, method: string): Step {
  const script = scripts.get(method) ?? unknownMethod;
  return script[Math.min(attempts, script.length - 1)] ?? script[0];
}
