import { hash } from 'node:crypto';
import { isAdditive, refuseNewer } from '../additive';
import { Connection, type ConnectionOptions } from './connection';
import { isForbidden, isLockTaken, QueryFault } from './faults';
import { BRINGING_UP, IN_USE } from './locks';
import { migrations } from './migrations';

type Migrations = typeof migrations;

/** So long a migration waits for running instances; all of their turns wait behind it (ms). */
const LOCK_WITHIN = 5_000;

const MADE =
  'create table if not exists schema_migrations (number bigint primary key, ' +
  'name text not null, hash text not null, applied_at timestamptz(3) not null default now())';
const IS_MADE = "select to_regclass('schema_migrations') is not null as made";
const APPLIED = 'select name, hash from schema_migrations order by number';
const RECORD = 'insert into schema_migrations (number, name, hash) values (?, ?, ?)';

interface Applied {
  readonly name: string;
  readonly hash: string;
}

const hashOf = (statements: readonly string[]): string => hash('sha256', statements.join(';\n'));

const appliedIn = async (connection: Connection): Promise<readonly Applied[]> => {
  const [found] = await connection.all<{ readonly made: boolean }>(IS_MADE, []);
  return found?.made ? connection.all<Applied>(APPLIED, []) : [];
};

/** How many of this build's migrations are there; a database that it cannot work with throws. */
const countApplied = async (connection: Connection, known: Migrations): Promise<number> => {
  const applied = await appliedIn(connection);
  applied.forEach(({ name, hash: was }, index) => {
    const ours = known[index];
    if (ours === undefined) {
      refuseNewer(name);
    } else if (ours.name !== name || hashOf(ours.statements) !== was) {
      throw new Error(`The database has another ${name} than this build: it is not one of ours.`);
    }
  });
  return Math.min(applied.length, known.length);
};

/** Throws when a newer build has changed the schema in a way that this one cannot live with. */
export const requireUsable = async (connection: Connection): Promise<void> => {
  await countApplied(connection, migrations);
};

/** A migration that older builds cannot live with is made when none of them writes any more. */
const waitUntilUnused = async (connection: Connection, name: string): Promise<void> => {
  try {
    await connection.script(`select pg_advisory_xact_lock(${String(IN_USE)})`);
  } catch (fault) {
    if (!isLockTaken(fault)) throw fault;
    const line = `The schema ${name} is not for older instances, and one still runs: stop them all first.`;
    throw new Error(line, { cause: fault });
  }
};

const migrate = async (connection: Connection, known: Migrations): Promise<void> => {
  await connection.script(
    `begin; select pg_advisory_xact_lock(${String(BRINGING_UP)});
     set local lock_timeout = ${String(LOCK_WITHIN)}; ${MADE}`,
  );
  const from = await countApplied(connection, known);
  const breaking = known.slice(from).find(({ name }) => !isAdditive(name));
  if (from > 0 && breaking) await waitUntilUnused(connection, breaking.name);
  for (const [index, { name, statements }] of known.entries()) {
    if (index < from) continue;
    for (const statement of statements) await connection.script(statement);
    await connection.all(RECORD, [index + 1, name, hashOf(statements)]);
  }
  await connection.script('commit');
};

/** Brings the schema up to this build's; refuses one that is newer in a way that breaks it. */
export const bringUpToDate = async (
  connection: Connection,
  known: Migrations = migrations,
): Promise<void> => {
  if ((await countApplied(connection, known)) === known.length) return;
  try {
    await migrate(connection, known);
  } catch (fault) {
    if (!(fault instanceof QueryFault)) throw fault;
    const why = isForbidden(fault)
      ? 'The schema is older than this build, and this role may not bring it up to date: run "cambist migrate" as its owner.'
      : `The schema could not be brought up to date: ${fault.message}`;
    throw new Error(why, { cause: fault });
  }
};

/** For a reader that must not write: the schema is this build's, or there is one clear line. */
export const requireCurrent = async (connection: Connection): Promise<void> => {
  if ((await countApplied(connection, migrations)) === migrations.length) return;
  throw new Error(
    'The database has an older schema: start the server once to bring it up to date.',
  );
};

/**
 * A connection for turns. For as long as it lives no migration is made that this build cannot live
 * with, and one that was made while there was none is found out before anything is written.
 */
export const openForTurns = async (
  options: ConnectionOptions,
): Promise<Awaited<ReturnType<typeof Connection.open>>> => {
  const connection = await Connection.open(options);
  try {
    await connection.script(`select pg_advisory_lock_shared(${String(IN_USE)})`);
    await requireUsable(connection);
    return connection;
  } catch (fault) {
    await connection.close();
    throw fault;
  }
};
