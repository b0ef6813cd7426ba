import { Random } from '../load/random';
import { Application } from '../machinery/application';
import { answering } from '../machinery/jobs';

export interface FillPlan {
  readonly databaseUrl: string;
  /** How many more there shall be. */
  readonly accounts: number;
  /** Those of the accounts included. */
  readonly events: number;
}

/** More would only fill the messages between the processes. */
const MOST_NAMED = 100_000;

/** Makes a database grow by what the engine itself writes; answers accounts that came. */
async function fill({ databaseUrl, accounts, events }: FillPlan): Promise<readonly string[]> {
  const app = await Application.open(databaseUrl);
  const ids = await app.openAccounts(accounts);
  await app.transfers(ids, new Random(2), () => app.events < events);
  await app.close();
  const step = Math.ceil(ids.length / MOST_NAMED);
  return ids.filter((_, index) => index % step === 0);
}

answering(fill);
