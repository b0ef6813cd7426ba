import { resolve } from 'node:path';
import { beSoleServer } from './sqlite/sole-server';
import { openSqliteStore } from './sqlite/sqlite.store';
import type { Store } from './store.port';

export interface OpenStoreOptions {
  /** A `DATABASE_URL`: `sqlite:<path>`, the path from the working directory. */
  readonly url: string;
  /** Milliseconds since 1970: what commits are dated by. */
  readonly now: () => number;
  readonly readOnly?: boolean;
}

type Opener = (options: OpenStoreOptions & { readonly rest: string }) => Promise<Store>;

const MEMORY = ':memory:';

const openers: ReadonlyMap<string, Opener> = new Map<string, Opener>([
  [
    'sqlite:',
    async ({ rest, now, readOnly = false }) =>
      rest === MEMORY || readOnly
        ? openSqliteStore({ path: rest === MEMORY ? MEMORY : resolve(rest), now, readOnly })
        : openAsSoleServer(resolve(rest), now),
  ],
  ['postgres:', notYet],
  ['postgresql:', notYet],
]);

async function openAsSoleServer(path: string, now: () => number): Promise<Store> {
  const server = await beSoleServer(path);
  try {
    const store = await openSqliteStore({ path, now });
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

async function notYet(): Promise<Store> {
  throw new Error('DATABASE_URL: this build has no PostgreSQL store yet; use sqlite:<path>.');
}

/** Opens the store that a `DATABASE_URL` names; a wrong one is told in one line, without the URL. */
export const openStore = async (options: OpenStoreOptions): Promise<Store> => {
  const end = options.url.indexOf(':') + 1;
  const opener = openers.get(options.url.slice(0, end));
  const rest = options.url.slice(end);
  if (!opener || rest === '') throw new Error('DATABASE_URL must be sqlite:<path>.');
  return opener({ ...options, rest });
};
