import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeDatabase } from '../../src/store/postgres/database.fixture';
import { aDatabase, type TestDatabase } from '../support/database';

const run = promisify(execFile);
const CAMBIST = join(__dirname, '..', '..', 'dist', 'cli', 'main.js');

/** The command line as an operator types it, on the books that the URL names; rejects when it fails. */
export const cambist = async (url: string, ...words: string[]): Promise<string> => {
  const env = { PATH: process.env['PATH'], DATABASE_URL: url, NODE_ENV: 'production' };
  return (await run(process.execPath, [CAMBIST, ...words], { env })).stdout;
};

/** A database, and the way to a copy of it that docs/operations.md tells. */
export interface Copied {
  readonly database: TestDatabase;
  /** Takes a backup; answers the `DATABASE_URL` of what it was restored to. */
  backUpAndRestore(): Promise<string>;
  clear(): Promise<void>;
}

async function onSqlite(): Promise<Copied> {
  const database = await aDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'cambist-backup-'));
  return {
    database,
    backUpAndRestore: async () => {
      const copy = join(folder, 'copy.db');
      await cambist(database.url, 'backup', copy);
      return `sqlite:${copy}`;
    },
    clear: async () => {
      rmSync(folder, { recursive: true });
      await database.drop();
    },
  };
}

async function onPostgres(): Promise<Copied> {
  const database = await aDatabase();
  const restored = await makeDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'cambist-backup-'));
  const file = join(folder, 'cambist.dump');
  return {
    database,
    backUpAndRestore: async () => {
      const env = { ...process.env, PGOPTIONS: '-c cambist.tenants=*' };
      const dump = ['--format=custom', '--enable-row-security', `--file=${file}`];
      await run('pg_dump', [...dump, database.ownersUrl], { env });
      const restore = ['--exit-on-error', '--no-owner', '--no-privileges'];
      await run('pg_restore', [...restore, `--dbname=${restored.url}`, file]);
      return restored.url;
    },
    clear: async () => {
      rmSync(folder, { recursive: true });
      await restored.drop();
      await database.drop();
    },
  };
}

const isOnPostgres = process.env['TEST_DATABASE'] === 'postgres';

export const aCopiedDatabase = (): Promise<Copied> => (isOnPostgres ? onPostgres() : onSqlite());

const hasDump = (): boolean => {
  try {
    execFileSync('pg_dump', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** Says loudly that nothing was tested where PostgreSQL's own tools are not there. */
export const describeCopies: jest.Describe = isOnPostgres && !hasDump() ? skipped() : describe;

function skipped(): jest.Describe {
  console.warn('There is no pg_dump: NO BACKUP OF POSTGRESQL IS TESTED in this run.');
  return describe.skip;
}
