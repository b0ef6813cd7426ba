import { StoreInUse } from '../store.port';
import { APPLICATION, type Connection } from './connection';
import { IN_USE } from './locks';
import type { Writer } from './writer';

/** Every role is shown them, whoever's they are. */
const OTHERS = `select count(*) as others from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid()
    and application_name in (?, current_setting('application_name'))`;
const HOLD = 'select pg_try_advisory_lock(?::bigint) as held';
const LET_GO = 'select pg_advisory_unlock(?::bigint) as held';

/**
 * Does `work` while this writer's connection is the only one for turns. It is refused while anybody
 * is there already; whoever comes later waits in vain for the lock that turns share, and writes
 * nothing.
 */
export const holdingOff = async <T>(writer: Writer, work: () => Promise<T>): Promise<T> => {
  const connection = await writer.connect();
  await requireAlone(connection);
  if (!(await isHeld(connection, HOLD))) throw new StoreInUse('A server runs on this database.');
  const result = await work().catch(async (fault: unknown) => {
    await isHeld(connection, LET_GO).catch(() => false);
    throw fault;
  });
  // A connection that broke has let go by itself, and what was done since may have been disturbed.
  if (!(await isHeld(connection, LET_GO).catch(() => false))) {
    throw new Error('The connection was lost meanwhile: do it again.');
  }
  return result;
};

const requireAlone = async (connection: Connection): Promise<void> => {
  const [row] = await connection.all<{ readonly others: bigint }>(OTHERS, [APPLICATION]);
  const others = row?.others ?? 0n;
  if (others > 0n) {
    throw new StoreInUse(
      `There are ${String(others)} other connection(s) of ours to this database.`,
    );
  }
};

const isHeld = async (connection: Connection, sql: string): Promise<boolean> => {
  const [row] = await connection.all<{ readonly held: boolean }>(sql, [IN_USE]);
  return row?.held ?? false;
};
