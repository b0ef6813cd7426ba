import { randomBytes } from 'node:crypto';
import { readEnvironment } from '../config/environment';
import { prepare, type Prepared } from '../config/preparation';

/** The environment in which the command was typed, checked as the server checks it. */
export const environmentHere = (): Prepared => prepare(readEnvironment(process.env));

/**
 * The same for a command that only looks: it needs no master key, and makes neither a folder nor a
 * key.
 */
export function environmentToRead(): Prepared {
  const own = randomBytes(32);
  // In production too: what is looked at is not sealed.
  const isSet = (process.env['MASTER_KEY'] ?? '') !== '';
  const environment = readEnvironment({
    ...process.env,
    ...(!isSet && { MASTER_KEY: own.toString('base64') }),
  });
  return { ...environment, masterKey: environment.masterKey ?? own };
}
