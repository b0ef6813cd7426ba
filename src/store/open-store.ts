import { resolve } from 'node:path';
import { openPostgresStore } from './postgres/postgres.store';
import { beSoleServer, type SoleServer } from './sqlite/sole-server';
import { openSqliteStore, type SqliteStoreOptions } from './sqlite/sqlite.store';
import type { Store } from './store.port';

/** For a file that is no database, and must not be written by two processes either. */
export const holdAlone = (path: string, taken: string): Promise<SoleServer> =>
  beSoleServer(resolve(path), taken);

export interface OpenStoreOptions {
  /** A `DATABASE_URL`: `sqlite:<path>`, the path from the working directory, or `postgres://…`. */
  readonly url: string;
  /** Milliseconds since 1970: what commits are dated by. */
  readonly now: () => number;
  readonly readOnly?: boolean;
  /**
   * The compiled program of the thread that writes to an SQLite file; without it, and in memory,
   * this thread does. PostgreSQL needs none.
   */
  readonly writerThread?: string;
}

type Opener = (options: OpenStoreOptions & { readonly rest: string }) => Promise<Store>;

const MEMORY = ':memory:';

const openers: ReadonlyMap<string, Opener> = new Map<string, Opener>([
  [
    'sqlite:',
    async ({ rest, now, readOnly = false, ...more }) =>
      usable(
        rest === MEMORY || readOnly
          ? openSqliteStore({ path: rest === MEMORY ? MEMORY : resolve(rest), now, readOnly })
          : openAsSoleServer({ path: resolve(rest), now, ...more }),
      ),
  ],
  ['postgres:', openPostgresStore],
  ['postgresql:', openPostgresStore],
]);

async function openAsSoleServer(options: SqliteStoreOptions): Promise<Store> {
  const server = await beSoleServer(options.path);
  try {
    const store = await openSqliteStore(options);
    const close = async (): Promise<void> => {
      await store.close();
      server.release();
    };
    return { ...store, close };
  } catch (fault) {
    server.release();
    throw fault;
  }
}

/** What SQLite says of a file that it cannot work with, as one line without its name. */
async function usable(opening: Promise<Store>): Promise<Store> {
  try {
    return await opening;
  } catch (fault) {
    const said = sqliteFault(fault);
    if (said === undefined) throw fault;
    const why = said.startsWith('ConnectionFailed') ? 'it cannot be opened' : said;
    throw new Error(`DATABASE_URL names a file that is not usable as a database: ${why}.`, {
      cause: fault,
    });
  }
}

function sqliteFault(fault: unknown): string | undefined {
  if (!(fault instanceof Error)) return undefined;
  const { code = '' } = fault as Error & { readonly code?: string };
  // Locked: the file is well, and somebody else's.
  if (fault.message.includes('locked')) return undefined;
  const isOfSqlite = code.includes('SQLITE') || fault.message.startsWith('ConnectionFailed');
  return isOfSqlite ? fault.message : sqliteFault(fault.cause);
}

/** Opens the store that a `DATABASE_URL` names; a wrong one is told in one line, without the URL. */
export const openStore = async (options: OpenStoreOptions): Promise<Store> => {
  const end = options.url.indexOf(':') + 1;
  const opener = openers.get(options.url.slice(0, end));
  const rest = options.url.slice(end);
  if (!opener || rest === '') throw new Error('DATABASE_URL must be sqlite:<path> or postgres://…');
  return opener({ ...options, rest });
};
