import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { ownedTables } from '../sql/tables';

/** A server on which databases may be made, for the tests that need one. */
const testServer = process.env['TEST_POSTGRES_URL'];

/** Says loudly that nothing was tested where there is no server. */
export const describeOnPostgres: jest.Describe = testServer === undefined ? skipped() : describe;

function skipped(): jest.Describe {
  // eslint-disable-next-line no-console -- Nobody may take a run without a server for a whole one.
  console.warn('TEST_POSTGRES_URL is not set: NOTHING IS TESTED ON POSTGRESQL in this run.');
  return describe.skip;
}

/** Runs SQL as the server's own administrator, in the given database or beside all of them. */
export const asAdministrator = async <R>(sql: string, database?: string): Promise<R[]> => {
  const url = new URL(testServer ?? '');
  if (database !== undefined) url.pathname = `/${database}`;
  const client = new Client({ connectionString: url.href });
  await client.connect();
  try {
    return (await client.query<R & object>(sql)).rows;
  } finally {
    await client.end();
  }
};

/** A new name for a database or a role. */
const aName = (): string => `cambist_test_${randomBytes(6).toString('hex')}`;

/** The URL of a database for a role. */
export const urlFor = (database: string, role: string): string => {
  const url = new URL(testServer ?? '');
  url.pathname = `/${database}`;
  url.username = role;
  url.password = role;
  return url.href;
};

/** A role that may log in and nothing else, as an operator would make one: held by every policy. */
export const makeRole = async (name = aName()): Promise<string> => {
  await asAdministrator(`create role ${name} login password '${name}' nosuperuser nobypassrls`);
  return name;
};

/** An empty database of a test's own, and the role that owns it. */
export interface OwnedDatabase {
  readonly name: string;
  readonly owner: string;
  /** Its `DATABASE_URL` for the owner. */
  readonly url: string;
  drop(): Promise<void>;
}

export const makeDatabase = async (): Promise<OwnedDatabase> => {
  const [name, owner] = [aName(), await makeRole()];
  await asAdministrator(`create database ${name} owner ${owner}`);
  return {
    name,
    owner,
    url: urlFor(name, owner),
    drop: async () => {
      await asAdministrator(`drop database if exists ${name} with (force)`);
      await dropRole(owner);
    },
  };
};

/** Much sooner done than a new one. It puts every guard aside, as only an administrator can. */
export const emptyDatabase = async (name: string): Promise<void> => {
  const tables = [...ownedTables, 'exponents', 'fetched_rates'].join(', ');
  await asAdministrator(`set session_replication_role = replica; truncate ${tables}`, name);
};

export const dropRole = async (name: string): Promise<void> => {
  await asAdministrator(`drop role if exists ${name}`);
};

const PAGE = join(__dirname, '..', '..', '..', 'docs', 'postgresql.md');

/** What docs/postgresql.md tells an operator to grant, for a role of a test. */
const documentedGrants = (app: string): string => {
  const blocks = [...readFileSync(PAGE, 'utf8').matchAll(/^```sql\n(.*?)^```$/gms)];
  const grants = blocks.map(([, sql = '']) => sql).find((sql) => sql.startsWith('grant usage'));
  if (grants === undefined) throw new Error('docs/postgresql.md grants nothing.');
  return grants.replaceAll('cambist_app', app);
};

/** A role with the rights that the page gives to a server, and no other ones. */
export const makeServerRole = async ({ name, owner }: OwnedDatabase): Promise<string> => {
  const app = await makeRole();
  await asAdministrator(`set role ${owner}; ${documentedGrants(app)}`, name);
  return app;
};
