import { randomBytes } from 'node:crypto';
import { readEnvironment } from '../config/environment';
import { prepare, type Prepared } from '../config/preparation';

/** The environment in which the command was typed, checked as the server checks it. */
export const environmentHere = (): Prepared => prepare(readEnvironment(process.env));

/** The same for a command that only looks: it makes neither a folder nor a key that is kept. */
export function environmentToRead(): Prepared {
  const environment = readEnvironment(process.env);
  return { ...environment, masterKey: environment.masterKey ?? randomBytes(32) };
}
