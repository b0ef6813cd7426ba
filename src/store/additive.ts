/**
 * A migration whose name ends so takes nothing away from older builds, and what they write is
 * whole for newer ones too: they may go on, and be started again, on a database that has it. The
 * name says it because the name is all that an older build knows of it.
 */
const ADDITIVE = '-additive';

export const isAdditive = (migration: string): boolean => migration.endsWith(ADDITIVE);

/** Throws for a migration that this build does not know and cannot live with. */
export const refuseNewer = (migration: string): void => {
  if (isAdditive(migration)) return;
  throw new Error(
    `The database has the schema ${migration}, which is newer than this build: use a newer one.`,
  );
};
