import { ConfigurationError } from '../config/environment';

/** What the machine says when something that a start needs is not to be had. */
const refusals: Readonly<Record<string, string>> = {
  EADDRINUSE: 'PORT is taken by another program: choose another one.',
  EADDRNOTAVAIL: 'HOST is not an address of this machine.',
  ENOTFOUND: 'HOST is not a name that this machine knows.',
  EAI_AGAIN: 'HOST is not a name that this machine knows.',
  EACCES: 'A file, a folder or the port may not be used by this user.',
  EROFS: 'The folder of the database cannot be written.',
};

/** Faults that say in their own words, in one line, what is to be done. */
const spokenFor = /^(DATABASE_URL|The database|The schema|There is no database|Another server)/;

/** Why the server did not start: one line where we know what is wrong, the stack where we do not. */
export function describeStartFault(fault: unknown): string {
  if (!(fault instanceof Error)) return String(fault);
  const { code } = fault as Error & { readonly code?: unknown };
  const refusal = typeof code === 'string' ? refusals[code] : undefined;
  if (refusal !== undefined) return refusal;
  const isKnown = fault instanceof ConfigurationError || spokenFor.test(fault.message);
  return isKnown ? fault.message : (fault.stack ?? fault.message);
}
