import { Migrator } from 'kysely';
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

const refuseNewer = (applied: readonly string[]): void => {
  const unknown = applied.find((name) => !(name in migrations));
  if (unknown !== undefined) {
    throw new Error(
      `The database has the schema ${unknown}, which is newer than this build: use a newer one.`,
    );
  }
};

const isCurrent = (applied: readonly string[]): boolean =>
  applied.length === Object.keys(migrations).length;

const migrate = async (connection: Connection): Promise<void> => {
  const migrator = new Migrator({
    db: builderOver(connection),
    provider: { getMigrations: async () => ({ ...migrations }) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw new Error('The schema could not be brought up.', { cause: error });
};

/** Brings the schema up to this build's; refuses a database that a newer build has been at. */
export const bringUpToDate = async (connection: Connection): Promise<void> => {
  const applied = appliedNames(connection);
  refuseNewer(applied);
  if (!isCurrent(applied)) await migrate(connection);
};

/** For a reader that must not write: the schema is this build's, or there is one clear line. */
export const requireCurrent = (connection: Connection): void => {
  const applied = appliedNames(connection);
  refuseNewer(applied);
  if (!isCurrent(applied)) {
    throw new Error('The database has an older schema: start the server once to bring it up.');
  }
};
