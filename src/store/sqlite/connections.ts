import { dirname } from 'node:path';
import { makeFolder } from '../../kernel/folders';
import { type Connection, MEMORY, type sqliteDriver } from './driver';
import { waitBriefly } from './patience';
import { bringUpToDate, requireCurrent } from './schema';

/** Opens connections by one driver. */
export type Open = Awaited<ReturnType<typeof sqliteDriver>>;

export interface Connections {
  readonly writer: Connection;
  readonly reader: Connection;
}

/** The one connection that writes, to a file that is made when it is not there; its schema is this build's. */
const openWriter = async (open: Open, path: string): Promise<Connection> => {
  if (path !== MEMORY) makeFolder(dirname(path));
  const writer = open(path);
  try {
    await bringUpToDate(writer);
    waitBriefly(writer);
    return writer;
  } catch (fault) {
    writer.close();
    throw fault;
  }
};

/** One that reads beside the writer of this process. */
const openReader = (open: Open, path: string): Connection => {
  const reader = open(path);
  reader.exec('pragma query_only = on');
  waitBriefly(reader);
  return reader;
};

/** Both; a database in memory is seen by its own connection only. */
export const openBoth = async (open: Open, path: string): Promise<Connections> => {
  const writer = await openWriter(open, path);
  try {
    return { writer, reader: path === MEMORY ? writer : openReader(open, path) };
  } catch (fault) {
    writer.close();
    throw fault;
  }
};

/** For who reads only, beside whoever serves the file: nothing could be written by it. */
export const openToRead = (open: Open, path: string): Connections => {
  const reader = open(path, { readOnly: true });
  try {
    requireCurrent(reader);
  } catch (fault) {
    reader.close();
    throw fault;
  }
  return { writer: reader, reader };
};

/** For long looks beside the others. */
export const readerForMoments = (
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
