import type { Bench } from '../bench';
import type { Figure } from '../case';
import type { EnginePlan, EngineRan } from '../jobs/engine';
import { compared, rate, type Measure } from './sides';

const ACCOUNTS = 1_000;
const MEMORY = 'sqlite::memory:';
/** The flows of the application bring these many themselves. */
const OWN_SAGAS = 5;

const run = (bench: Bench, plan: Partial<EnginePlan>): Promise<EngineRan> =>
  bench.job<EnginePlan, EngineRan>('engine', {
    databaseUrl: MEMORY,
    accounts: ACCOUNTS,
    inFlight: 64,
    seconds: bench.options.seconds,
    moreSagas: 0,
    ...plan,
  });

/** S11: whether a saga costs something where it has nothing to do. */
export function manySagas(bench: Bench): Promise<Figure> {
  const cost = (sagas: number): Measure => ({
    name: `a flow with ${sagas} sagas`,
    unit: 'µs',
    take: async () => {
      const { flows, seconds } = await run(bench, { moreSagas: sagas - OWN_SAGAS });
      return (seconds * 1_000_000) / flows;
    },
  });
  return compared(bench, cost(100), cost(6));
}

const events = (bench: Bench, name: string, plan: Partial<EnginePlan>): Measure => ({
  name,
  unit: 'events/s',
  take: async () => {
    const ran = await run(bench, plan);
    return ran.events / ran.seconds;
  },
});

/** E1: how much of the machine HTTP takes. */
export async function engineOverRest(bench: Bench): Promise<Figure> {
  const company = await bench.company('server');
  const flows: Measure = {
    name: 'flows without HTTP',
    unit: '/s',
    take: async () => {
      const ran = await run(bench, { databaseUrl: bench.database().url });
      return ran.flows / ran.seconds;
    },
  };
  return compared(bench, flows, rate(bench, 'transfers over REST', company));
}

/** E2: how much of it the disk takes. */
export const memoryOverStore = (bench: Bench): Promise<Figure> =>
  compared(
    bench,
    events(bench, 'events of the engine in memory', {}),
    events(bench, 'events of the engine on the store', { databaseUrl: bench.database().url }),
  );
