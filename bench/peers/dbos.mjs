/** DBOS Transact: one workflow of five steps, each checkpointed in PostgreSQL. */
import { DBOS } from '@dbos-inc/dbos-sdk';
import { IN_FLIGHT, measure, STEPS } from './in-flight.mjs';

async function fiveSteps(id) {
  for (let step = 1; step <= STEPS; step++) {
    await DBOS.runStep(async () => ({ id, step }), { name: `step-${step}` });
  }
}

DBOS.setConfig({
  name: 'chain',
  systemDatabaseUrl: process.env.POSTGRES_URL,
  systemDatabasePoolSize: IN_FLIGHT,
  logLevel: 'error',
});
const chain = DBOS.registerWorkflow(fiveSteps, { name: 'chain' });
await DBOS.launch();
await measure(chain);
await DBOS.shutdown();
process.exit(0);
