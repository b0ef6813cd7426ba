/** graphile-worker: five jobs, each of which adds the next one, with its batching switched on. */
import { Logger, run } from 'graphile-worker';
import pg from 'pg';
import { Endings, IN_FLIGHT, measure, STEPS } from './in-flight.mjs';

const endings = new Endings();
const pool = new pg.Pool({ connectionString: process.env.POSTGRES_URL, max: IN_FLIGHT + 4 });
pool.on('error', console.error);
pool.on('connect', (client) => client.on('error', console.error));

async function step({ id, step }, { addJob }) {
  if (step < STEPS) await addJob('step', { id, step: step + 1 });
  else endings.tell(id);
}

const runner = await run({
  pgPool: pool,
  taskList: { step },
  noHandleSignals: true,
  preset: {
    worker: {
      concurrentJobs: IN_FLIGHT,
      localQueue: { size: IN_FLIGHT + 1 },
      completeJobBatchDelay: 0,
      failJobBatchDelay: 0,
    },
  },
  // Only what went wrong.
  logger: new Logger(() => (level, told) => {
    if (level === 'error') console.error(told);
  }),
});

await measure(async (id) => {
  const ended = endings.of(id);
  await runner.addJob('step', { id, step: 1 });
  await ended;
});
await runner.stop();
process.exit(0);
