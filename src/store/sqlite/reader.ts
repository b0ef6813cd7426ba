import { compact } from '../sql/ids.codec';
import type { Dialect, Reader, Rows } from '../sql/reader';
import type { Connection } from './driver';

/** Left to itself, SQLite walks through a whole tenant where an index leads to a few rows. */
const dialect: Dialect = {
  byIndex: (index) => `indexed by ${index}`,
  aside: '+',
  joinInOrder: 'cross join',
  idAmongTexts: compact,
};

/** Reads on a connection, which stays its owner's to close. */
export const readerOver = (connection: Connection): Reader => {
  const rows: Rows = {
    dialect,
    all: async <R>(sql: string, values: Parameters<Rows['all']>[1]) =>
      connection.prepare<R>(sql).all(values),
  };
  return { of: () => rows, everywhere: rows };
};
