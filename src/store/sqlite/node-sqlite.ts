import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { RawDriver, RawStatement } from './driver';

type NodeSqlite = typeof import('node:sqlite');

/** Loads the module without its one ExperimentalWarning; every other warning is passed on. */
const loadQuietly = (): NodeSqlite | undefined => {
  const warn = process.emitWarning;
  process.emitWarning = ((warning: string | Error, ...rest: never[]) => {
    if (!String(warning).includes('SQLite is an experimental feature')) warn(warning, ...rest);
  }) as typeof process.emitWarning;
  try {
    return process.getBuiltinModule('node:sqlite') as NodeSqlite | undefined;
  } finally {
    process.emitWarning = warn;
  }
};

const statementOf = (statement: StatementSync): RawStatement => {
  statement.setReadBigInts(true);
  return {
    run: (values) => Number(statement.run(...values).changes),
    get: (values) => statement.get(...values),
    all: (values) => statement.all(...values),
  };
};

export const loadNodeSqlite = async (): Promise<RawDriver | undefined> => {
  const sqlite = loadQuietly();
  return (
    sqlite &&
    ((path, { readOnly = false }) => {
      const database: DatabaseSync = new sqlite.DatabaseSync(path, { readOnly });
      return {
        exec: (sql) => database.exec(sql),
        prepare: (sql) => statementOf(database.prepare(sql)),
        close: () => database.close(),
      };
    })
  );
};
