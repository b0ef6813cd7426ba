/** Emmett: five commands, each appends one event and updates a document in the same transaction. */
import { CommandHandler, projections } from '@event-driven-io/emmett';
import {
  getPostgreSQLEventStore,
  pongoSingleStreamProjection,
} from '@event-driven-io/emmett-postgresql';
import pg from 'pg';
import { IN_FLIGHT, measure, STEPS } from './in-flight.mjs';

const evolve = (state, { data }) => ({ ...state, step: data.step });
const initialState = () => ({ step: 0 });

const chains = pongoSingleStreamProjection({
  collectionName: 'chains',
  canHandle: ['stepped'],
  evolve,
  initialState,
});
const connectionString = process.env.POSTGRES_URL;
const store = getPostgreSQLEventStore(connectionString, {
  connectionOptions: { pool: new pg.Pool({ connectionString, max: IN_FLIGHT }) },
  projections: projections.inline([chains]),
});
const handle = CommandHandler({ evolve, initialState });
await store.schema.migrate();

const chain = async (id) => {
  for (let step = 1; step <= STEPS; step++) {
    await handle(store, `chain-${id}`, () => ({ type: 'stepped', data: { id, step } }));
  }
};
// Alone: the first one makes the projection's table.
await chain('first');
await measure(chain);
process.exit(0);
