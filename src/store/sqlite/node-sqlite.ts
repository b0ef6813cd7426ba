import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { RawDriver, RawStatement } from './raw-driver';

type NodeSqlite = typeof import('node:sqlite');

/** Loads the module without its one ExperimentalWarning; every other warning is passed on. */
const loadQuietly = (): NodeSqlite | undefined => {
  const warn = process.emitWarning.bind(process) as (...all: readonly unknown[]) => void;
  process.emitWarning = (warning: string | Error, ...rest: readonly unknown[]): void => {
    if (!String(warning).includes('SQLite is an experimental feature')) warn(warning, ...rest);
  };
  try {
    return process.getBuiltinModule('node:sqlite');
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
