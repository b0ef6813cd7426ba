import type { Store } from '../store.port';
import { type Open, openBoth, openToRead, readerForMoments } from './connections';
import { type Connection, type DriverName, sqliteDriver } from './driver';
import { sameFiles } from './same-file';
import { notWritten, storeOn } from './store-on';
import { writtenBy } from './thread/written-by';
import { WriterThread } from './thread/writer-thread';

export interface SqliteStoreOptions {
  /** A file, made with its folder when it is not there, or `:memory:`. */
  readonly path: string;
  /** Milliseconds since 1970: what commits are dated by. */
  readonly now: () => number;
  /** For the command line beside a running server: writes nothing, and brings no schema up. */
  readonly readOnly?: boolean;
  /** The runtime's best unless one is named. */
  readonly driver?: DriverName;
  /**
   * The compiled `thread/writer.thread.js`: a thread of its own writes all that is written. This
   * thread does without it. Not for a database in memory, which one connection alone can see.
   */
  readonly writerThread?: string;
}

/**
 * The store in one file of this machine, for one server process; the command line may read
 * beside it. Writes go through one connection, reads through another, so that a long read holds
 * up no turn.
 */
export const openSqliteStore = async (options: SqliteStoreOptions): Promise<Store> => {
  const { path, now, readOnly = false, driver, writerThread } = options;
  const open = await sqliteDriver(driver);
  const openReaderForMoments = readerForMoments(open, path, readOnly);
  const reading = { now, requireSameFile: notWritten, openReader: openReaderForMoments };
  if (readOnly) return storeOn(openToRead(open, path), reading);
  if (writerThread === undefined) {
    const connections = await openBoth(open, path);
    return storeOn(connections, { ...reading, requireSameFile: sameFiles(path) });
  }
  const reader = await openReaderOfCurrent(open, path);
  try {
    const thread = await WriterThread.start(writerThread, { path, driver }, now);
    return writtenBy(thread, storeOn({ writer: reader, reader }, reading));
  } catch (fault) {
    reader.close();
    throw fault;
  }
};

/** The schema is brought up here, before the thread starts, which so needs to load less. */
const openReaderOfCurrent = async (open: Open, path: string): Promise<Connection> => {
  const { writer, reader } = await openBoth(open, path);
  writer.close();
  return reader;
};
