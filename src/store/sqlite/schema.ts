import { Migrator } from 'kysely';
import { refuseNewer } from '../additive';
import { builderOver } from './dialect';
import type { Connection } from './driver';
import { migrations } from './migrations';

const appliedNames = (connection: Connection): readonly string[] => {
  const table = `select name from sqlite_master where name = 'kysely_migration'`;
  return connection.prepare(table).get([])
    ? connection
        .prepare<{ readonly name: string }>('select name from kysely_migration order by name')
        .all([])
        .map(({ name }) => name)
    : [];
};

/** Whether this build's migrations are all there; one that it cannot live with throws. */
const isCurrent = (connection: Connection): boolean => {
  const applied = appliedNames(connection);
  applied.filter((name) => !(name in migrations)).forEach(refuseNewer);
  return Object.keys(migrations).every((name) => applied.includes(name));
};

const EVENTS = "select 1 from sqlite_master where type = 'table' and name = 'events'";

/** Such a log has another chain of hashes; only who can vouch for it could chain it anew. */
const refuseUnreleased = (connection: Connection): void => {
  if (connection.prepare(EVENTS).get([])) {
    throw new Error(
      'The database was made by a build before 0.1.0, with a log of another form: begin with a new file.',
    );
  }
};

const migrate = async (connection: Connection): Promise<void> => {
  const migrator = new Migrator({
    db: builderOver(connection),
    provider: { getMigrations: async () => ({ ...migrations }) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined)
    throw new Error('The schema could not be brought up to date.', { cause: error });
};

/** Brings the schema up to this build's; refuses one that is newer in a way that breaks it. */
export const bringUpToDate = async (connection: Connection): Promise<void> => {
  refuseUnreleased(connection);
  if (!isCurrent(connection)) await migrate(connection);
};

/** For a reader that must not write: the schema is this build's, or there is one clear line. */
export const requireCurrent = (connection: Connection): void => {
  refuseUnreleased(connection);
  if (isCurrent(connection)) return;
  throw new Error(
    'The database has an older schema: start the server once to bring it up to date.',
  );
};
