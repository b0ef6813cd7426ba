import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Store } from '../store.port';
import { SqliteAudit } from './audit';
import { type Connection, type DriverName, MEMORY, sqliteDriver } from './driver';
import { SqliteFetchedRates } from './fetched-rates';
import { SqliteInbox } from './inbox';
import { Lane } from './lane';
import { SqliteOutbox } from './outbox';
import { SqliteReads } from './reads';
import { Moments } from './snapshot';
import { bringUpToDate, requireCurrent } from './schema';
import { SqliteTurns } from './turns';

export interface SqliteStoreOptions {
  /** A file, made with its folder when it is not there, or `:memory:`. */
  readonly path: string;
  /** Milliseconds since 1970: what commits are dated by. */
  readonly now: () => number;
  /** For the command line beside a running server: writes nothing, and brings no schema up. */
  readonly readOnly?: boolean;
  /** The runtime's best unless one is named. */
  readonly driver?: DriverName;
}

interface Connections {
  readonly writer: Connection;
  readonly reader: Connection;
}

type Open = Awaited<ReturnType<typeof sqliteDriver>>;

const openToRead = (open: Open, path: string): Connections => {
  const reader = open(path, { readOnly: true });
  try {
    requireCurrent(reader);
  } catch (fault) {
    reader.close();
    throw fault;
  }
  return { writer: reader, reader };
};

/** A database in memory is seen by its own connection only. */
const readerBeside = (open: Open, path: string, writer: Connection): Connection => {
  if (path === MEMORY) return writer;
  const reader = open(path);
  reader.exec('pragma query_only = on');
  return reader;
};

/** A connection for long looks beside the others. */
const readerForMoments = (
  open: Open,
  path: string,
  readOnly: boolean,
): (() => Connection) | undefined =>
  path === MEMORY
    ? undefined
    : () => {
        const reader = open(path, { readOnly });
        if (!readOnly) reader.exec('pragma query_only = on');
        return reader;
      };

const openToWrite = async (open: Open, path: string): Promise<Connections> => {
  if (path !== MEMORY) mkdirSync(dirname(path), { recursive: true });
  const writer = open(path);
  try {
    await bringUpToDate(writer);
    return { writer, reader: readerBeside(open, path, writer) };
  } catch (fault) {
    writer.close();
    throw fault;
  }
};

const closerOf =
  ({ writer, reader }: Connections, lane: Lane, moments: Moments) =>
  async (): Promise<void> => {
    await lane.idle();
    await moments.close();
    reader.close();
    writer.close();
  };

/**
 * The store in one file of this machine, for one server process; the command line may read
 * beside it. Writes go through one connection, reads through another, so that a long read holds
 * up no turn.
 */
export const openSqliteStore = async ({
  path,
  now,
  readOnly = false,
  driver,
}: SqliteStoreOptions): Promise<Store> => {
  const open = await sqliteDriver(driver);
  const connections = readOnly ? openToRead(open, path) : await openToWrite(open, path);
  const { writer, reader } = connections;
  const lane = new Lane();
  const moments = new Moments(readerForMoments(open, path, readOnly), writer, lane);
  return {
    turns: new SqliteTurns(writer, lane, now),
    outbox: new SqliteOutbox(writer, reader, now),
    inbox: new SqliteInbox(writer, reader),
    fetchedRates: new SqliteFetchedRates(writer, reader, lane),
    reads: new SqliteReads(reader),
    audit: new SqliteAudit(writer, reader, lane, moments),
    close: closerOf(connections, lane, moments),
  };
};
