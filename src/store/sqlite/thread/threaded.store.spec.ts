import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { describeStore, type TestDatabase } from '../../store.conformance';
import { aClock, anEvent, aWebhook, changing, ids, nothingWanted } from '../../store.fixture';
import { sqliteDriver } from '../driver';
import { openSqliteStore } from '../sqlite.store';

/** A thread runs compiled code only, also under a test: `npm test` builds it first. */
const WRITER_THREAD = join(__dirname, '../../../../dist/store/sqlite/thread/writer.thread.js');

const folders: string[] = [];
const aFile = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'cambist-thread-'));
  folders.push(folder);
  return join(folder, 'data', 'cambist.db');
};
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const aConnection = async (path: string) => (await sqliteDriver())(path);

const aDatabase = (now: () => number): TestDatabase => {
  const path = aFile();
  return {
    servers: 'one',
    open: () => openSqliteStore({ path, now, writerThread: WRITER_THREAD }),
    execute: async (sql) => {
      const connection = await aConnection(path);
      connection.exec(sql);
      connection.close();
    },
    discard: async () => rmSync(path, { force: true }),
  };
};

describeStore('SQLite, written by a thread', async (now) => aDatabase(now));

describe('a SQLite file that a thread writes', () => {
  const { now } = aClock();
  const tenant = ids.next('ten');
  const event = (sequence: number) => anEvent(tenant, { kind: 'tenant', id: tenant }, sequence);
  const open = (path: string) => openSqliteStore({ path, now, writerThread: WRITER_THREAD });

  it('is closed when what was under way is written, and then takes nothing more', async () => {
    const path = aFile();
    const store = await open(path);
    let letRun = (): void => undefined;
    const waiting = new Promise<void>((resolve) => (letRun = resolve));
    const turn = store.turns.turn(nothingWanted, async () => {
      await waiting;
      return changing({ events: [event(1)] });
    });
    const closing = store.close();
    letRun();
    expect(await turn).toHaveLength(1);
    await closing;
    await expect(store.outbox.releaseAll()).rejects.toThrow('The store is closed.');
    const reopened = await open(path);
    expect((await reopened.audit.head(tenant)).position).toBe(1);
    await reopened.close();
  });

  it('refuses a turn between whose load and commit another process wrote', async () => {
    const path = aFile();
    const store = await open(path);
    const other = await aConnection(path);
    const torn = store.turns.turn(nothingWanted, async () => {
      other.exec('create table a_visitor (a)');
      return changing({ events: [event(1)] });
    });
    await expect(torn).rejects.toThrow('Another process wrote');
    await expect(
      store.turns.turn(nothingWanted, async () => changing({ events: [event(1)] })),
    ).resolves.toHaveLength(1);
    other.close();
    await store.close();
  });

  it('keeps the event loop free while somebody else holds it', async () => {
    const path = aFile();
    const store = await open(path);
    const other = await aConnection(path);
    other.exec('begin immediate');
    const receiving = store.inbox.receive(aWebhook(tenant));
    await new Promise((resolve) => setTimeout(resolve, 100));
    const before = performance.eventLoopUtilization();
    await new Promise((resolve) => setTimeout(resolve, 200));
    // In one thread SQLite itself waits 50 ms of each 60 to 150.
    expect(performance.eventLoopUtilization(before).active).toBeLessThan(50);
    other.exec('rollback');
    other.close();
    expect(await receiving).toBe('stored');
    await store.close();
  });

  it.each(['', '-wal'])('takes no turn any more when its file%s is gone', async (which) => {
    const path = aFile();
    const store = await open(path);
    await expect(store.turns.probe()).resolves.toBeUndefined();
    renameSync(`${path}${which}`, `${path}.elsewhere`);
    await expect(store.turns.probe()).rejects.toMatchObject({ name: 'StoreBusy' });
    await store.close();
  });

  it('is told not to be usable as a server that writes itself tells it', async () => {
    const path = aFile();
    await (await open(path)).close();
    const connection = await aConnection(path);
    connection.exec("insert into kysely_migration values ('9999-unheard-of', '')");
    connection.close();
    await expect(open(path)).rejects.toThrow('newer than this build');
  });
});
