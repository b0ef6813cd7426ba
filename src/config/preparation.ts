import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from '../kernel/folders';
import { ConfigurationError, readEnvironment, type Environment } from './environment';

/** Where a server in development keeps what it makes for itself. */
const DATA_FOLDER = './data';

/** An environment with all that it needs on disk. */
export type Prepared = Environment & { readonly masterKey: Buffer };

/** Makes the folder of an SQLite file and, in development, the master key. */
export function prepare(environment: Environment, dataFolder = DATA_FOLDER): Prepared {
  const { database } = environment;
  if (database.kind === 'sqlite') {
    folderOr(dirname(database.path), 'DATABASE_URL must name a file in a folder that can be made');
  }
  return { ...environment, masterKey: environment.masterKey ?? ownKey(environment, dataFolder) };
}

/** A store that is gone with the process needs no key that outlives it. */
const ownKey = ({ database }: Environment, folder: string): Buffer =>
  database.kind === 'sqlite-memory' ? randomBytes(32) : keptKey(folder);

function keptKey(folder: string): Buffer {
  folderOr(folder, `MASTER_KEY must be set where the folder ${folder} cannot be made`);
  const file = join(folder, 'master.key');
  writeOnce(file, `${randomBytes(32).toString('base64')}\n`);
  const { masterKey } = readEnvironment({ MASTER_KEY: readFileSync(file, 'utf8').trim() });
  if (!masterKey) throw new ConfigurationError(`${file} is empty; it must hold the master key.`);
  return masterKey;
}

/** Of several processes that start at once one writes, whole or not at all, and all read the same. */
function writeOnce(file: string, text: string): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, text, { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
}

function folderOr(folder: string, otherwise: string): void {
  try {
    makeFolder(folder);
  } catch {
    throw new ConfigurationError(`${otherwise}.`);
  }
}
