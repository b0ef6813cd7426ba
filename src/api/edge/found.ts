import { ProblemError } from '../../http/problems/problem';

/** The thing that was asked for by its id; `not-found` when there is none. `what`: "account". */
export function found<T>(thing: T | undefined, what: string): T {
  if (thing === undefined) throw new ProblemError('not-found', `There is no such ${what}.`);
  return thing;
}
