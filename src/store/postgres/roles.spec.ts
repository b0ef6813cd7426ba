import { Client } from 'pg';
import type { TenantId } from '../../kernel/ids';
import { moneyOf } from '../../money';
import { bringUp } from '../bring-up';
import { ownedTables } from '../sql/tables';
import { anAccount, anEvent, aTransfer, changing, ids, together, wanting } from '../store.fixture';
import type { Store } from '../store.port';
import { Connection, scopeOf } from './connection';
import {
  asAdministrator,
  describeOnPostgres,
  dropRole,
  makeDatabase,
  makeRole,
  makeServerRole,
  type OwnedDatabase,
  urlFor,
} from './database.fixture';
import { migrations } from './migrations';
import { openPostgresStore } from './postgres.store';
import { bringUpToDate } from './schema';

describeOnPostgres('the roles of docs/postgresql.md', () => {
  let database: OwnedDatabase;
  let app: string;
  let store: Store;
  const [tenant, stranger]: TenantId[] = [ids.next('ten'), ids.next('ten')];
  const open = (role: string) =>
    openPostgresStore({ url: urlFor(database.name, role), now: Date.now, patience: 0 });

  beforeAll(async () => {
    database = await makeDatabase();
    await (await open(database.owner)).close();
    app = await makeServerRole(database);
    store = await open(app);
    for (const tenantId of [tenant, stranger]) {
      const [a, b] = [anAccount(tenantId!), anAccount(tenantId!)];
      await store.turns.turn(wanting({ tenants: [tenantId!] }), async () =>
        together({ accounts: [a, b] }, aTransfer(a, b, moneyOf('1.00', 'EUR'))),
      );
    }
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
    await dropRole(app);
  });

  const as = async (role: string, ...statements: readonly string[]): Promise<unknown[]> => {
    const client = new Client({ connectionString: urlFor(database.name, role) });
    await client.connect();
    try {
      let rows: unknown[] = [];
      for (const sql of statements) rows = (await client.query<object>(sql)).rows;
      return rows;
    } finally {
      await client.end();
    }
  };
  const seeing = (tenants: readonly (TenantId | undefined)[]) =>
    `set cambist.tenants = '${scopeOf(tenants.flatMap((one) => one ?? []))}'`;

  it('bring the server everything that it needs', async () => {
    expect(await store.audit.head(tenant!)).toMatchObject({ position: 6 });
    expect((await store.reads.accounts(tenant!, {}, { limit: 9, after: null })).items).toHaveLength(
      2,
    );
  });

  it.each([
    'update segments set body = body',
    'delete from segments',
    'truncate shapes',
    'update entries set type = type',
    'delete from postings',
    'delete from requests',
    'update requests set body = body',
    'alter table segments disable trigger segments_are_append_only',
    'alter table segments no force row level security',
    'drop policy tenants_are_apart on segments',
    'create table mine (x int)',
  ])('do not let the server say: %s', async (sql) => {
    const refused = as(app, "set cambist.tenants = '*'", sql);
    await expect(refused).rejects.toThrow(/permission denied|must be owner/);
  });

  it.each(['update segments set body = body', 'delete from entries', 'truncate postings'])(
    'do not let the owner say by mistake: %s',
    async (sql) => {
      const refused = as(database.owner, "set cambist.tenants = '*'", sql);
      await expect(refused).rejects.toThrow('append-only');
    },
  );

  it.each(['the server', 'the owner'])('keep the tenants apart for %s', async (who) => {
    const role = who === 'the owner' ? database.owner : app;
    const count = 'select coalesce(sum(size), 0)::int as rows from segments';
    expect(await as(role, count)).toEqual([{ rows: 0 }]);
    expect(await as(role, seeing([tenant]), count)).toEqual([{ rows: 6 }]);
    expect(await as(role, seeing([tenant, stranger]), count)).toEqual([{ rows: 12 }]);
    expect(await as(role, "set cambist.tenants = '*'", count)).toEqual([{ rows: 12 }]);
    expect(await as(role, seeing([]), count)).toEqual([{ rows: 0 }]);
  });

  it('refuse a turn that writes for a tenant whom it did not name', async () => {
    const event = anEvent(stranger!, { kind: 'tenant', id: stranger! }, 1);
    const trespass = store.turns.turn(wanting({ tenants: [tenant!] }), async () =>
      changing({ events: [event] }),
    );
    await expect(trespass).rejects.toThrow('row-level security');
    expect(await store.audit.head(stranger!)).toMatchObject({ position: 6 });
  });

  it('are what "cambist migrate --server-role" gives', async () => {
    const rightsOf = async (role: string) =>
      asAdministrator<{ right: string }>(
        `select table_name || ' ' || privilege_type as "right"
           from information_schema.role_table_grants where grantee = '${role}' order by 1`,
        database.name,
      );
    const other = await makeRole();
    try {
      await bringUp({ url: database.url, now: Date.now, serverRole: other });
      expect(await rightsOf(other)).toEqual(await rightsOf(app));
      await expect(
        bringUp({ url: database.url, now: Date.now, serverRole: 'cambist_nobody' }),
      ).rejects.toThrow(/^The role cambist_nobody was not given its rights: [^\n]*$/);
    } finally {
      await asAdministrator(`drop owned by ${other}`, database.name);
      await dropRole(other);
    }
  });

  it('reach the exponents of currencies when a database of before is brought up', async () => {
    const [older, role] = [await makeDatabase(), await makeRole()];
    const connection = await Connection.open({ url: older.url });
    try {
      await bringUpToDate(connection, migrations.slice(0, 1));
      await connection.script(`grant select, insert on shapes to ${role}`);
      await bringUpToDate(connection);
      const rights = await asAdministrator(
        `select privilege_type as "right" from information_schema.role_table_grants
           where table_name = 'exponents' and grantee = '${role}' order by 1`,
        older.name,
      );
      expect(rights).toEqual([{ right: 'INSERT' }, { right: 'SELECT' }]);
    } finally {
      await connection.close();
      await older.drop();
      await dropRole(role);
    }
  });

  it('are given in the schema of the URL, and in no other one', async () => {
    const schema = 'till-2';
    const other = await makeRole();
    const inSchema = (role: string) =>
      `${urlFor(database.name, role)}?options=${encodeURIComponent(`-c search_path="${schema}"`)}`;
    await asAdministrator(
      `create schema "${schema}" authorization ${database.owner}`,
      database.name,
    );
    try {
      await bringUp({ url: inSchema(database.owner), now: Date.now, serverRole: other });
      const served = await openPostgresStore({ url: inSchema(other), now: Date.now, patience: 0 });
      const a = anAccount(tenant!);
      await served.turns.turn(wanting({ tenants: [tenant!] }), async () =>
        together({ accounts: [a] }),
      );
      expect(
        (await served.reads.accounts(tenant!, {}, { limit: 9, after: null })).items,
      ).toHaveLength(1);
      await served.close();
      await expect(as(other, 'select count(*) from public.accounts')).rejects.toThrow(
        'permission denied',
      );
    } finally {
      await asAdministrator(
        `drop schema "${schema}" cascade; drop owned by ${other}`,
        database.name,
      );
      await dropRole(other);
    }
  });

  it('leave no table of a tenant without a policy', async () => {
    const walled = await asAdministrator<{ table: string }>(
      `select distinct tablename as "table" from pg_policies where schemaname = 'public'`,
      database.name,
    );
    const tables = await asAdministrator<{ table: string }>(
      `select distinct table_name as "table" from information_schema.columns
        where table_schema = 'public' and column_name in ('tenant', 'id')`,
      database.name,
    );
    expect(walled.map(({ table }) => table).sort()).toEqual(
      tables.map(({ table }) => table).sort(),
    );
    expect([...ownedTables].sort()).toEqual(tables.map(({ table }) => table).sort());
  });

  it('refuse entries whose legs do not balance, whoever writes them', async () => {
    const leg = (index: number, side: string, amount: string, currency: string) =>
      `('\\x01', 1, ${String(index)}, 'fx', '${side}', ${amount}, '${currency}', null)`;
    const insert = (...legs: readonly string[]) =>
      as(
        database.owner,
        "set cambist.tenants = '*'",
        `insert into postings values ${legs.join(', ')}`,
      );
    await expect(insert(leg(0, 'debit', '1', 'EUR'))).rejects.toThrow('does not balance');
    await expect(insert(leg(0, 'debit', '1', 'EUR'), leg(1, 'credit', '1', 'USD'))).rejects.toThrow(
      'does not balance',
    );
    await expect(
      insert(leg(0, 'debit', '1', 'EUR'), leg(1, 'credit', '1', 'EUR')),
    ).resolves.toEqual([]);
  });
});

describeOnPostgres('a PostgreSQL database that a server is started on', () => {
  let database: OwnedDatabase;
  beforeEach(async () => {
    database = await makeDatabase();
  });
  afterEach(() => database.drop());
  const open = (more: object = {}) =>
    openPostgresStore({ url: database.url, now: Date.now, patience: 0, ...more });

  it('is brought up once by however many that start at once', async () => {
    const stores = await Promise.all([open(), open(), open(), open()]);
    await Promise.all(stores.map((store) => store.close()));
    const applied = await asAdministrator('select name from schema_migrations', database.name);
    expect(applied).toEqual(migrations.map(({ name }) => ({ name })));
  });

  it('is refused in one clear line when a newer build has been at it', async () => {
    await (await open()).close();
    const newer = `insert into schema_migrations values (99, '0099-later', 'x')`;
    await asAdministrator(newer, database.name);
    const line = 'The database has the schema 0099-later, which is newer than this build';
    await expect(open()).rejects.toThrow(line);
    await expect(open({ readOnly: true })).rejects.toThrow(line);
  });

  it('is used as it is when what a newer build has done to it harms no older one', async () => {
    await (await open()).close();
    const newer = `insert into schema_migrations values (99, '0099-later-additive', 'x')`;
    await asAdministrator(newer, database.name);
    for (const readOnly of [false, true]) await (await open({ readOnly })).close();
    const later = `insert into schema_migrations values (100, '0100-too-late', 'x')`;
    await asAdministrator(later, database.name);
    await expect(open()).rejects.toThrow('has the schema 0100-too-late, which is newer');
  });

  it('is refused when its schema is not what this build made', async () => {
    await (await open()).close();
    await asAdministrator(`update schema_migrations set hash = 'x'`, database.name);
    await expect(open()).rejects.toThrow('The database has another 0001-first than this build');
  });

  it('is brought up by its owner only', async () => {
    const app = await makeRole();
    try {
      await expect(open({ url: urlFor(database.name, app) })).rejects.toThrow(
        /^The schema is older than this build, and this role may not bring it up/,
      );
    } finally {
      await dropRole(app);
    }
  });

  it('is not brought up by a reader, and nothing is written by one', async () => {
    await expect(open({ readOnly: true })).rejects.toThrow('an older schema');
    await (await open()).close();
    const reader = await open({ readOnly: true });
    const tenant = ids.next('ten');
    const writing = reader.turns.turn(wanting({ tenants: [tenant] }), async () =>
      changing({ events: [anEvent(tenant, { kind: 'tenant', id: tenant }, 1)] }),
    );
    await expect(writing).rejects.toThrow('read-only');
    expect(await reader.reads.tenants()).toEqual([]);
    await reader.close();
  });

  it.each([
    ['a password', (url: URL) => (url.username = 'cambist_nobody'), 'DATABASE_URL: '],
    ['a name', (url: URL) => (url.pathname = '/cambist_nowhere'), 'DATABASE_URL: '],
    ['a port', (url: URL) => (url.port = '1'), 'The database could not be reached'],
  ])('is told apart in one line from one with another: %s', async (_what, change, line) => {
    const url = new URL(database.url);
    change(url);
    await expect(open({ url: url.href })).rejects.toThrow(new RegExp(`^${line}[^\n]*$`));
    await expect(open({ url: url.href })).rejects.not.toThrow(database.owner);
  });
});
