import { columnTypes } from './columns';
import { Connection } from './connection';
import { QueryFault } from './faults';

/** Rows may be added to every table that rows are written to, */
const GROWING = Object.keys(columnTypes);
/** changed in these, */
const CHANGING = [
  ...['tenants', 'heads', 'accounts', 'balances', 'flows', 'ledger_totals', 'keys'],
  ...['pinned_rates', 'quotes', 'fx_totals', 'fetched_rates', 'anomalies', 'outbox'],
  ...['webhooks', 'dead_letters'],
];
/** and taken away from these. */
const SHRINKING = ['pinned_rates', 'fetched_rates', 'outbox'];

/**
 * What a server needs to run and no more, where the URL has its tables: docs/postgresql.md says the
 * same by hand.
 */
const grantsTo = (role: string): string =>
  `do $$ begin
     execute format('grant usage on schema %I to ${role}', current_schema());
     execute format('grant select on all tables in schema %I to ${role}', current_schema());
   end $$;
   grant insert on ${GROWING.join(', ')} to ${role};
   grant update on ${CHANGING.join(', ')} to ${role};
   grant delete on ${SHRINKING.join(', ')} to ${role}`;

/** As the owner of the tables, lets a role serve them. The name is a plain one, without quotes. */
export const grantTo = async (role: string, url: string): Promise<void> => {
  const connection = await Connection.open({ url });
  try {
    await connection.script(grantsTo(role));
  } catch (fault) {
    if (!(fault instanceof QueryFault)) throw fault;
    throw new Error(`The role ${role} was not given its rights: ${fault.message}.`, {
      cause: fault,
    });
  } finally {
    await connection.close();
  }
};
