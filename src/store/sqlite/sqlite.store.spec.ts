import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { moneyOf } from '../../money';
import { describeStore, type TestDatabase } from '../store.conformance';
import {
  aClock,
  anAccount,
  anEvent,
  aTransfer,
  aWebhook,
  changing,
  ids,
  nothingWanted,
  together,
  wanting,
} from '../store.fixture';
import { openBoth } from './connections';
import { bound, type Connection, type DriverName, MEMORY, sqliteDriver } from './driver';
import type { Value } from '../sql/reader';
import { SqlReads } from '../sql/reads';
import { OutcomeUnknown, StoreBusy } from '../store.port';
import { patiently, waitBriefly } from './patience';
import { readerOver } from './reader';
import { openSqliteStore } from './sqlite.store';
import { storeOn } from './store-on';

const folders: string[] = [];
const aFile = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'cambist-store-'));
  folders.push(folder);
  return join(folder, 'data', 'cambist.db');
};
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A second connection, as a person with a console has one. */
const execute = async (driver: DriverName, path: string, sql: string): Promise<void> => {
  const connection = (await sqliteDriver(driver))(path);
  try {
    connection.exec(sql);
  } finally {
    connection.close();
  }
};

const aDatabase = (driver: DriverName, now: () => number): TestDatabase => {
  const path = aFile();
  return {
    servers: 'one',
    open: () => openSqliteStore({ path, now, driver }),
    execute: (sql) => execute(driver, path, sql),
    discard: async () => rmSync(path, { force: true }),
  };
};

/** How SQLite goes about each query that `read` makes, as `table: index (terms)`. */
const plans = async (
  connection: Connection,
  read: (reads: SqlReads) => Promise<void>,
): Promise<string[]> => {
  const asked: [string, readonly Value[]][] = [];
  const recording: Connection = {
    ...connection,
    prepare: <R>(sql: string) => {
      const statement = connection.prepare<R>(sql);
      return {
        ...statement,
        all: (values) => {
          asked.push([sql, values]);
          return statement.all(values);
        },
      };
    },
  };
  await read(new SqlReads(readerOver(recording)));
  return asked.map(([sql, values]) =>
    connection
      .prepare<{ readonly detail: string }>(`explain query plan ${sql}`)
      .all(values)
      .map(({ detail }) => detail)
      .join(', ')
      .replaceAll(/SEARCH (\w+) USING (?:COVERING )?(?:INDEX )?/g, '$1: '),
  );
};

const nodeSqlite: unknown = process.getBuiltinModule('node:sqlite');
const hasNodeSqlite = nodeSqlite !== undefined;
const drivers: readonly DriverName[] = hasNodeSqlite ? ['libsql', 'node:sqlite'] : ['libsql'];

if (!hasNodeSqlite) {
  // eslint-disable-next-line jest/no-disabled-tests, jest/expect-expect -- Told in every report.
  it.skip(`node:sqlite: NOT TESTED, Node ${process.version} does not have it`, () => {});
}

for (const driver of drivers) {
  describeStore(`SQLite by ${driver}`, async (now) => aDatabase(driver, now));

  describe(`a SQLite file by ${driver}`, () => {
    const { now } = aClock();
    const tenant = ids.next('ten');
    const event = (sequence: number) => anEvent(tenant, { kind: 'tenant', id: tenant }, sequence);
    const open = (path: string, more: { readOnly?: boolean } = {}) =>
      openSqliteStore({ path, now, driver, ...more });

    it('is written with synchronous=FULL and a WAL on every open', async () => {
      const path = aFile();
      await (await open(path)).close();
      const connection = (await sqliteDriver(driver))(path);
      expect(connection.prepare('pragma synchronous').get([])).toEqual({ synchronous: 2n });
      expect(connection.prepare('pragma journal_mode').get([])).toEqual({ journal_mode: 'wal' });
      expect(connection.prepare('pragma foreign_keys').get([])).toEqual({ foreign_keys: 1n });
      connection.close();
    });

    it('is brought up once; a second time harms nothing', async () => {
      const path = aFile();
      const first = await open(path);
      await first.turns.turn(nothingWanted, async () => changing({ events: [event(1)] }));
      await first.close();
      const second = await open(path);
      expect((await second.audit.head(tenant)).position).toBe(1);
      await second.close();
    });

    it('is refused in one clear line when a newer build has been at it', async () => {
      const path = aFile();
      await (await open(path)).close();
      const newer = `insert into kysely_migration values ('9999-later', '2030-01-01')`;
      await execute(driver, path, newer);
      const line = 'The database has the schema 9999-later, which is newer than this build';
      await expect(open(path)).rejects.toThrow(line);
      await expect(open(path, { readOnly: true })).rejects.toThrow(line);
    });

    it('is refused in one clear line when it has the log of a build that was never released', async () => {
      const path = aFile();
      await (await open(path)).close();
      await execute(driver, path, 'create table events (tenant blob)');
      const line = 'The database was made by a build before 0.1.0';
      await expect(open(path)).rejects.toThrow(line);
      await expect(open(path, { readOnly: true })).rejects.toThrow(line);
    });

    it('is used as it is when what a newer build has done to it harms no older one', async () => {
      const path = aFile();
      await (await open(path)).close();
      const newer = `insert into kysely_migration values ('9998-later-additive', '2030-01-01')`;
      await execute(driver, path, newer);
      for (const readOnly of [false, true]) {
        const store = await open(path, { readOnly });
        expect(await store.reads.tenants()).toEqual([]);
        await store.close();
      }
    });

    it('is only read by a reader: nothing is written, nothing brought up', async () => {
      const path = aFile();
      await expect(open(path, { readOnly: true })).rejects.toThrow();
      expect(existsSync(path)).toBe(false);
      const server = await open(path);
      await server.turns.turn(nothingWanted, async () => changing({ events: [event(1)] }));
      const before = readFileSync(path);
      const reader = await open(path, { readOnly: true });
      expect((await reader.audit.head(tenant)).position).toBe(1);
      await server.turns.turn(nothingWanted, async () => changing({ events: [event(2)] }));
      expect((await reader.audit.head(tenant)).position).toBe(2);
      const writing = reader.turns.turn(nothingWanted, async () =>
        changing({ events: [event(3)] }),
      );
      await expect(writing).rejects.toThrow(/reading only/);
      await expect(reader.outbox.releaseAll()).rejects.toThrow(/readonly/);
      await reader.close();
      expect(readFileSync(path)).toEqual(before);
      await server.close();
    });

    it('is not brought up by a reader when its schema is older', async () => {
      const path = aFile();
      await (await open(path)).close();
      await execute(driver, path, 'delete from kysely_migration');
      await expect(open(path, { readOnly: true })).rejects.toThrow('an older schema');
    });

    it('refuses a turn between whose load and commit another process wrote', async () => {
      const path = aFile();
      const [server, other] = [await open(path), await open(path)];
      const [account] = [anAccount(tenant)];
      await server.turns.turn(nothingWanted, async () => changing({ accounts: [account] }));
      const torn = server.turns.turn(wanting({ accounts: [account] }), async () => {
        await other.turns.turn(nothingWanted, async () => changing({ events: [event(1)] }));
        return changing({ events: [event(1)] });
      });
      await expect(torn).rejects.toThrow('Another process wrote');
      const after = await server.turns.turn(nothingWanted, async () =>
        changing({ events: [event(2)] }),
      );
      expect(after[0]?.position).toBe(2);
      await other.close();
      await server.close();
    });

    it('waits for who holds it while everything else goes on, and then commits', async () => {
      const path = aFile();
      const store = await open(path);
      const other = (await sqliteDriver(driver))(path);
      other.exec('begin immediate');
      const committing = store.turns.turn(nothingWanted, async () =>
        changing({ events: [event(1)] }),
      );
      const claiming = store.outbox.claim('me', 1, 0, 0);
      const order: string[] = [];
      void committing.then(() => order.push('committed'));
      await new Promise((resolve) => setTimeout(resolve, 150));
      expect(await store.audit.head(tenant)).toMatchObject({ position: 0 });
      order.push('let go');
      other.exec('rollback');
      other.close();
      expect((await committing)[0]?.position).toBe(1);
      expect(await claiming).toEqual([]);
      expect(order).toEqual(['let go', 'committed']);
      await store.close();
    });

    it('is told to be busy when it is held for too long, and nothing was written', async () => {
      const path = aFile();
      await (await open(path)).close();
      const [mine, other] = [
        (await sqliteDriver(driver))(path),
        (await sqliteDriver(driver))(path),
      ];
      waitBriefly(mine);
      other.exec('begin immediate');
      const writing = patiently(() => mine.exec('create table t (a)'), 100);
      await expect(writing).rejects.toBeInstanceOf(StoreBusy);
      other.exec('rollback');
      await patiently(() => mine.exec('create table t (a)'));
      mine.close();
      other.close();
    });

    it.each(['', '-wal'])('takes no turn any more when its file%s is deleted', async (which) => {
      const path = aFile();
      const store = await open(path);
      await expect(store.turns.probe()).resolves.toBeUndefined();
      renameSync(`${path}${which}`, `${path}.elsewhere`);
      await expect(store.turns.probe()).rejects.toThrow('no longer in the file');
      writeFileSync(`${path}${which}`, '');
      await expect(store.turns.probe()).rejects.toThrow('no longer in the file');
      await store.close();
    });

    it('serves a store in memory alone', async () => {
      const store = await open(MEMORY);
      const [a, b] = [anAccount(tenant), anAccount(tenant)];
      await store.turns.turn(nothingWanted, async () =>
        together({ accounts: [a, b] }, aTransfer(a, b, moneyOf('1.00', 'EUR'))),
      );
      expect(await store.reads.account(tenant, b.id)).toEqual(b);
      await store.close();
    });

    it('takes every kind of value that the store binds, and gives it back', async () => {
      const connection = (await sqliteDriver(driver))(MEMORY);
      const one = connection.prepare<{ readonly v: unknown }>('select ? as v');
      const beyond = 2n ** 62n + 1n;
      expect(one.get([true])?.v).toBe(1n);
      expect(one.get([false])?.v).toBe(0n);
      expect(one.get([2 ** 53])?.v).toBe(2n ** 53n);
      expect(one.get([beyond])?.v).toBe(beyond);
      expect(one.get(['é 🦊'])?.v).toBe('é 🦊');
      expect(one.get([null])?.v).toBeNull();
      expect(Buffer.from(one.get([Buffer.from([0, 255])])?.v as Buffer)).toEqual(
        Buffer.from([0, 255]),
      );
      expect(connection.prepare('select 1 where false').get([])).toBeUndefined();
      connection.close();
      expect(() => connection.prepare('select 1')).toThrow('The store is closed.');
    });

    it('is not to be had while the disk is full, and goes on when there is room', async () => {
      const { writer, reader } = await openBoth(await sqliteDriver(driver), aFile());
      const options = { now, requireSameFile: () => undefined, openReader: undefined };
      const store = storeOn({ writer, reader }, options);
      const wordy = (sequence: number) => ({
        ...event(sequence),
        data: JSON.stringify('x'.repeat(100_000)),
      });
      const commit = () =>
        store.turns.turn(nothingWanted, async () => changing({ events: [wordy(1)] }));
      const webhook = { ...aWebhook(tenant), body: Buffer.alloc(100_000) };
      writer.exec('pragma max_page_count = 1');
      await expect(commit()).rejects.toBeInstanceOf(StoreBusy);
      await expect(store.inbox.receive(webhook)).rejects.toBeInstanceOf(StoreBusy);
      await expect(store.turns.probe()).rejects.toThrow('for a fault of the disk');
      expect((await store.audit.head(tenant)).position).toBe(0);
      writer.exec('pragma max_page_count = 1000000');
      expect(await commit()).toHaveLength(1);
      expect(await store.inbox.receive(webhook)).toBe('stored');
      await expect(store.turns.probe()).resolves.toBeUndefined();
      await store.close();
    });

    it('does not know what became of a commit under which the disk failed', async () => {
      const { writer, reader } = await openBoth(await sqliteDriver(driver), aFile());
      let failing: string | undefined;
      const failingWriter: Connection = {
        ...writer,
        prepare: <R>(sql: string) => {
          if (sql === failing) throw new Error('disk I/O error');
          return writer.prepare<R>(sql);
        },
      };
      const options = { now, requireSameFile: () => undefined, openReader: undefined };
      const store = storeOn({ writer: failingWriter, reader }, options);
      const commit = () =>
        store.turns.turn(nothingWanted, async () => {
          failing ??= 'commit';
          return changing({ events: [event(1)] });
        });

      await expect(commit()).rejects.toBeInstanceOf(OutcomeUnknown);
      await expect(store.turns.probe()).rejects.toThrow('for a fault of the disk');
      failing = 'begin immediate';
      await expect(commit()).rejects.toThrow('disk I/O error');
      await store.close();
    });

    it('takes no webhook into a file that was deleted', async () => {
      const path = aFile();
      const store = await open(path);
      expect(await store.inbox.receive(aWebhook(tenant))).toBe('stored');
      for (const file of [path, `${path}-wal`]) rmSync(file);
      await expect(store.inbox.receive(aWebhook(tenant))).rejects.toBeInstanceOf(StoreBusy);
      await store.close();
    });

    it('finds what it lists by an index, and sorts only what is small', async () => {
      const path = aFile();
      const store = await open(path);
      const requested = { ...event(1), type: 'deposit.requested' };
      await store.turns.turn(nothingWanted, async () => changing({ events: [requested] }));
      await store.close();
      const connection = (await sqliteDriver(driver))(path);
      const [account, flowId] = [ids.next('acc'), ids.next('dep')];
      const page = { limit: 2, after: null };
      const filter = { after: 1, limit: 2 };
      const plan = await plans(connection, async (reads) => {
        await reads.statement(tenant, account, page);
        await reads.flows(tenant, { kind: 'deposit' }, page);
        await reads.flows(tenant, { kind: 'deposit', status: 'pending' }, page);
        await reads.flows(tenant, { kind: 'deposit', accountId: account }, page);
        await reads.flowEvents(tenant, flowId);
        await reads.flowPostings(tenant, flowId);
        await reads.events(tenant, filter);
        await reads.events(tenant, { ...filter, flowId });
        await reads.events(tenant, { ...filter, accountId: account });
        await reads.events(tenant, { ...filter, types: ['deposit.requested'] });
      });
      const expected = [
        'p: postings_by_account (tenant=? AND account=?), e: PRIMARY KEY (tenant=? AND number=?)',
        'f: sqlite_autoindex_flows_1 (tenant=? AND id>? AND id<?)',
        'f: flows_by_status (tenant=? AND status=? AND id>? AND id<?)',
        'a: PRIMARY KEY (tenant=? AND account=? AND flow>? AND flow<?), f: sqlite_autoindex_flows_1 (tenant=? AND id=?)',
        's: segments_by_stream (tenant=? AND stream=?)',
        'e: entries_by_flow (tenant=? AND flow=?), p: PRIMARY KEY (tenant=? AND entry=?)',
        's: sqlite_autoindex_segments_1 (tenant=? AND position>?)',
        's: segments_by_stream (tenant=? AND stream=?)',
        'flow_accounts: PRIMARY KEY (tenant=? AND account=?)',
        's: segments_by_stream (tenant=? AND stream=?)',
        'SCAN s, SCALAR SUBQUERY 1, heads: ',
        'segments: segments_by_shape (tenant=? AND shape=? AND position>?)',
      ];
      expect(plan).toEqual(expected.map((step) => expect.stringContaining(step)));
      // Only what one flow has, or an account with few flows, is sorted.
      expect(plan.filter((step) => step.includes('TEMP B-TREE'))).toEqual([
        plan[5],
        plan[7],
        plan[9],
      ]);
      connection.close();
    });
  });
}

describe('a value that is bound', () => {
  it.each([[undefined], [{}], [[1]], [Symbol('s')], [() => 1], [1.5], [NaN], [Infinity]])(
    'is refused when it has no form in the database: %p',
    (value) => {
      expect(() => bound(value as never)).toThrow();
    },
  );
});
