import { backUpSqlite } from './sqlite/backup';

/** Copies an SQLite file while it is served; see the adapter for what holds of the copy. */
export const backUp = (path: string, to: string): Promise<void> => backUpSqlite({ path, to });
