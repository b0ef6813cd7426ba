import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TenantId } from '../kernel/ids';
import { chainedHash, GENESIS } from '../store/chain';
import type { Segment, StoredEvent } from '../store/records';
import { bodyOf } from '../store/segment';
import { sqliteDriver, type Connection } from '../store/sqlite/driver';
import { rowOfSegment, rowsOfShapes } from '../store/sql/to-rows';
import { insertAll, insertNew } from '../store/sqlite/bulk';
import { openSqliteStore } from '../store/sqlite/sqlite.store';
import type { Store } from '../store/store.port';
import { runningCode } from './company.fixture';
import { rebuild } from './rebuild';
import { verify, type Verified } from './verify';

/** What somebody with a console, or a fault on the disk, does to a database behind our back. */
export type Tampering =
  /** SQL on the rows, with the guards put aside meanwhile. */
  | { readonly kind: 'rows'; readonly with: (connection: Connection) => void }
  /** SQL on the tables and their guards themselves. */
  | { readonly kind: 'schema'; readonly sql: string }
  /** Another log, chained anew, and projections that were rebuilt from it. */
  | { readonly kind: 'log'; readonly edit: Edit };

type Edit = (log: StoredEvent[]) => readonly StoredEvent[];

export const rows = (
  sql: string,
  ...values: readonly (string | number | Uint8Array)[]
): Tampering => ({
  kind: 'rows',
  with: (connection) => {
    if (connection.prepare(sql).run(values) === 0)
      throw new Error(`Nothing was tampered with: ${sql}`);
  },
});

export const log = (edit: Edit): Tampering => ({ kind: 'log', edit });

const NOW = (): number => Date.parse('2026-12-01T00:00:00.000Z');

/** Brings all that was committed into the file itself, so that it can be copied alone. */
export const settle = async (path: string): Promise<void> => {
  const connection = (await sqliteDriver())(path);
  connection.prepare('pragma wal_checkpoint(truncate)').all([]);
  connection.close();
};

let copies = 0;

/** Tampers with a copy of a database file, and verifies it. */
export const verifyTampered = async (
  file: string,
  tenantId: TenantId,
  ...tamperings: readonly Tampering[]
): Promise<Verified> => {
  copies += 1;
  const path = join(`${file}.${String(copies)}`);
  copyFileSync(file, path);
  for (const tampering of tamperings) await tamper(path, tenantId, tampering);
  return withStore(path, ({ audit }) => verify({ audit }, runningCode()));
};

const tamper = async (path: string, tenantId: TenantId, tampering: Tampering): Promise<void> => {
  if (tampering.kind === 'rows') await unguarded(path, tampering.with);
  else if (tampering.kind === 'log') await rewriteLog(path, tenantId, tampering.edit);
  else (await sqliteDriver())(path).exec(tampering.sql);
};

export const withStore = async <T>(
  path: string,
  work: (store: Store) => Promise<T>,
  readOnly = false,
): Promise<T> => {
  const store = await openSqliteStore({ path, now: NOW, readOnly });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
};

const unguarded = async (path: string, work: (connection: Connection) => void): Promise<void> => {
  const connection = (await sqliteDriver())(path);
  connection.exec('pragma foreign_keys = off');
  const guards = connection
    .prepare<{ name: string; sql: string }>(
      "select name, sql from sqlite_master where type = 'trigger'",
    )
    .all([]);
  for (const { name } of guards) connection.exec(`drop trigger ${name}`);
  work(connection);
  for (const { sql } of guards) connection.exec(sql);
  connection.close();
};

/** Chains an edited log anew, so that nothing but its content gives it away. */
const rewriteLog = async (path: string, tenantId: TenantId, edit: Edit): Promise<void> => {
  const before = await withStore(path, async ({ audit }) => {
    const all: StoredEvent[] = [];
    for await (const event of audit.log(tenantId)) all.push(event);
    return all;
  });
  let hash = GENESIS;
  const after = edit(before).map((event): Segment => {
    const segment = segmentOfOne(event);
    hash = chainedHash(hash, segment);
    return { ...segment, hash };
  });
  await unguarded(path, (connection) => {
    connection.exec('delete from segments');
    insertNew('shapes', 'number')(connection, rowsOfShapes(after));
    insertAll('segments')(connection, after.map(rowOfSegment));
    connection
      .prepare('update heads set hash = ?, position = ?')
      .run([Buffer.from(hash, 'hex'), after.at(-1)?.position ?? 0]);
  });
  await withStore(path, (store) => rebuild(store, runningCode().projector));
};

/** Where it was edited its events do not follow each other, so each is a segment by itself. */
const segmentOfOne = (event: StoredEvent): Omit<Segment, 'hash'> => ({
  tenantId: event.tenantId,
  stream: event.stream,
  sequence: event.sequence,
  position: event.position,
  size: 1,
  committedAt: event.committedAt,
  types: event.type,
  body: bodyOf([event]),
});
