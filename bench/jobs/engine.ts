import { MoreSagasModule } from '../server/more-sagas.module';
import { Application } from '../machinery/application';
import { answering } from '../machinery/jobs';
import { Random } from '../load/random';

export interface EnginePlan {
  readonly databaseUrl: string;
  readonly accounts: number;
  readonly inFlight: number;
  readonly seconds: number;
  /** Sagas besides those of the application. */
  readonly moreSagas: number;
}

export interface EngineRan {
  readonly flows: number;
  readonly events: number;
  readonly seconds: number;
}

const WARM_UP = 0.5;

/** Transfers by the engine alone. */
async function engine(plan: EnginePlan): Promise<EngineRan> {
  const app = await Application.open(plan.databaseUrl, [MoreSagasModule.of(plan.moreSagas)]);
  const accounts = await app.openAccounts(plan.accounts);
  const random = new Random(1);
  const runFor = async (seconds: number): Promise<EngineRan> => {
    const before = app.events;
    const began = performance.now();
    const isMore = () => performance.now() < began + seconds * 1_000;
    const flows = await app.transfers(accounts, random, isMore, plan.inFlight);
    return { flows, events: app.events - before, seconds: (performance.now() - began) / 1_000 };
  };
  await runFor(Math.max(WARM_UP, plan.seconds / 2));
  const ran = await runFor(plan.seconds);
  await app.close();
  return ran;
}

answering(engine);
