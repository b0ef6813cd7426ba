import { ProblemError, type FieldError } from '../problems/problem';
import type { ProblemCode } from '../problems/problem-codes';
import { heard } from './says';

/** As much of an issue as is read here; zod's have it, and so has any Standard Schema's. */
export interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  readonly code?: string | undefined;
  readonly keys?: readonly string[] | undefined;
  readonly values?: readonly unknown[] | undefined;
  readonly expected?: string | undefined;
}

type Fault = FieldError & { readonly code: ProblemCode };

/** More would be of no help, and how many there are is up to the client. */
const MOST_ERRORS = 20;
const LONGEST_NAME = 100;

/**
 * The problem that a refused body, query or path is answered with. The first issue names it, and
 * all are listed. An id that cannot exist (`not-found`) names it only when nothing else is wrong:
 * a call that is wrong in itself is so whatever exists.
 */
export function problemOfIssues(issues: readonly Issue[]): ProblemError {
  const faults = issues.flatMap(faultsOf);
  const first = faults.find(({ code }) => code !== 'not-found') ?? faults[0];
  if (!first) return new ProblemError('invalid-field');
  if (first.code === 'not-found') return new ProblemError('not-found', first.detail);
  const errors = faults
    .filter(({ code }) => code !== 'not-found')
    .slice(0, MOST_ERRORS)
    .map(({ pointer, detail }) => ({ pointer, detail }));
  return new ProblemError(first.code, first.detail, { errors });
}

function faultsOf(issue: Issue): readonly Fault[] {
  const path = (issue.path ?? []).map((step) => (typeof step === 'object' ? step.key : step));
  if (issue.code === 'unrecognized_keys') {
    return (issue.keys ?? []).slice(0, MOST_ERRORS).map((key) => ({
      code: 'unknown-field' as const,
      pointer: pointerTo([...path, key]),
      detail: 'This field is not known here.',
    }));
  }
  return [{ ...heard(worded(issue)), pointer: pointerTo(path) }];
}

/** zod's own words for the commonest mistakes are for programmers in TypeScript. */
function worded({ code, message, values, expected }: Issue): string {
  if (heard(message).code !== 'invalid-field') return message;
  if (code === 'invalid_value' && values) return `It must be ${values.map(String).join(' or ')}.`;
  if (code === 'invalid_type' && expected !== undefined)
    return `It must be of the type ${expected}.`;
  return message;
}

/** RFC 6901. */
const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((step) => `/${escaped(String(step).slice(0, LONGEST_NAME))}`).join('');

const escaped = (step: string): string => step.replaceAll('~', '~0').replaceAll('/', '~1');
