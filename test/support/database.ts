import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  dropRole,
  makeDatabase,
  makeServerRole,
  urlFor,
} from '../../src/store/postgres/database.fixture';
import { openPostgresStore } from '../../src/store/postgres/postgres.store';

/** `TEST_DATABASE=postgres` plays every story on the server that TEST_POSTGRES_URL names. */
const isOnPostgres = process.env['TEST_DATABASE'] === 'postgres';

/** A database that outlives the servers that are started on it. */
export interface TestDatabase {
  /** Its `DATABASE_URL`. */
  readonly url: string;
  /** For who rebuilds what is append-only: on PostgreSQL that takes the owner's rights. */
  readonly ownersUrl: string;
  drop(): Promise<void>;
}

/** An empty one on PostgreSQL, whatever the other tests run on; the server's role has no more rights than the docs give it. */
export async function aPostgresDatabase(): Promise<TestDatabase> {
  const owned = await makeDatabase();
  await (await openPostgresStore({ url: owned.url, now: Date.now })).close();
  const app = await makeServerRole(owned);
  return {
    url: urlFor(owned.name, app),
    ownersUrl: owned.url,
    drop: async () => {
      await owned.drop();
      await dropRole(app);
    },
  };
}

/** An empty one in a file, whatever the other tests run on. */
export function anSqliteFile(): TestDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'cambist-test-'));
  const url = `sqlite:${join(folder, 'cambist.db')}`;
  return {
    url,
    ownersUrl: url,
    drop: () => {
      rmSync(folder, { recursive: true });
      return Promise.resolve();
    },
  };
}

/** An empty database of a test's own. */
export const aDatabase = async (): Promise<TestDatabase> =>
  isOnPostgres ? aPostgresDatabase() : anSqliteFile();

const inMemory: TestDatabase = {
  url: 'sqlite::memory:',
  ownersUrl: 'sqlite::memory:',
  drop: () => Promise.resolve(),
};

/** One for a single server, which may be gone with it. */
export const aPassingDatabase = async (): Promise<TestDatabase> =>
  isOnPostgres ? aPostgresDatabase() : inMemory;
