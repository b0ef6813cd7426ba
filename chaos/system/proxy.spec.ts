import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { Postgres } from './postgres';
import { Proxy } from './proxy';

const isInstalled = spawnSync('initdb', ['--version']).status === 0;
if (!isInstalled) console.warn('SKIPPED: PostgreSQL (initdb) is not installed.');

(isInstalled ? describe : describe.skip)('the proxy in front of PostgreSQL', () => {
  let folder: string;
  let postgres: Postgres;
  let proxy: Proxy;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cambist-proxy-'));
    postgres = await Postgres.start(folder);
    proxy = await Proxy.to(postgres.port);
    await postgres.query('create table kept (what text)');
  }, 120_000);

  afterAll(async () => {
    await proxy.close();
    postgres.stop();
    rmSync(folder, { recursive: true });
  });
  afterEach(() => proxy.heal());

  /** What psql said through the proxy; undefined when its connection was lost. */
  const through = async (...statements: string[]): Promise<string | undefined> => {
    const args = statements.flatMap((statement) => ['-c', statement]);
    const child = spawn('psql', ['-Atq', ...args, postgres.urlAt(proxy.port)], { timeout: 20_000 });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const code = await new Promise((resolve) => child.once('close', resolve));
    return code === 0 ? said.trim() : undefined;
  };
  const kept = (): Promise<string> => postgres.query('select string_agg(what, $$,$$) from kept');

  it('passes on what is said', async () => {
    expect(await through('select 40 + 2')).toBe('42');
  });

  it('cuts the answer to a COMMIT that was carried out', async () => {
    const cut = proxy.cutNextCommit('after', 5_000);
    expect(await through('begin', "insert into kept values ('after')", 'commit')).toBeUndefined();
    expect(await cut).toBe(true);
    await sleep(200);
    expect(await kept()).toBe('after');
  });

  it('loses nothing before such a COMMIT, however slow the line is', async () => {
    proxy.delay = 20;
    const client = new Client({ connectionString: postgres.urlAt(proxy.port), pipeline: true });
    client.on('error', () => undefined);
    await client.connect();
    const cut = proxy.cutNextCommit('after', 5_000);
    const sent = ['begin', "insert into kept values ('slow')", 'commit'];
    const told = await Promise.allSettled(sent.map((statement) => client.query(statement)));
    expect(told.at(-1)?.status).toBe('rejected');
    expect(await cut).toBe(true);
    await sleep(500);
    expect(await kept()).toBe('after,slow');
    await postgres.query("delete from kept where what = 'slow'");
  });

  it('cuts a COMMIT on its way, so that it never was', async () => {
    const cut = proxy.cutNextCommit('before', 5_000);
    expect(await through('begin', "insert into kept values ('before')", 'commit')).toBeUndefined();
    expect(await cut).toBe(true);
    await sleep(200);
    expect(await kept()).toBe('after');
  });

  it('takes a cut back that met no COMMIT', async () => {
    expect(await proxy.cutNextCommit('after', 10)).toBe(false);
    expect(await through('begin', 'select 1', 'commit')).toBe('1');
  });

  it('delays what is said, and keeps its order', async () => {
    proxy.delay = 20;
    expect(await through('select 1', 'select 2', 'select 3')).toBe('1\n2\n3');
  });

  it('says nothing at all while it is a black hole', async () => {
    proxy.isBlackhole = true;
    const waiting = through('select 1');
    expect(await Promise.race([waiting, sleep(300, 'silence')])).toBe('silence');
    proxy.heal();
    expect(await waiting).toBeUndefined();
  });

  it('is through again after the database crashed', async () => {
    await postgres.crash();
    expect(await through('select 1')).toBe('1');
    expect(await kept()).toBe('after');
  });

  it('runs as nobody who may not: initdb refuses root', () => {
    const owner = execFileSync('ps', ['-o', 'user=', '-p', postgresPid()]).toString().trim();
    expect(owner).not.toBe('root');
  });

  const postgresPid = (): string =>
    execFileSync('head', ['-1', join(folder, 'postgres', 'data', 'postmaster.pid')])
      .toString()
      .trim();
});
