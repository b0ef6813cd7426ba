import { kindOfProblem, type ProblemCode } from './problem-codes';
import type { ProblemDocument, ProblemExtras } from './problem.schema';

export type { FieldError, ProblemDocument, ProblemExtras } from './problem.schema';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/**
 * Ends a request with a problem. Thrown at the edge only, by what reads a request or turns an
 * outcome into an answer: inside, a refusal is a value.
 */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(
    readonly code: ProblemCode,
    /** A sentence for people. It never repeats what the client has sent. */
    readonly detail: string = kindOfProblem(code).explanation,
    readonly extras: ProblemExtras = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(`${code}: ${detail}`);
  }
}

/** Where the page about a code is; a reference relative to the server itself. */
export const problemType = (code: ProblemCode): string => `/problems/${code}`;

/** `instance`: the path of the request, or undefined when it could not be read. */
export function problemDocument(
  { code, detail, extras }: Pick<ProblemError, 'code' | 'detail' | 'extras'>,
  instance?: string,
): ProblemDocument {
  const { status, title, retry } = kindOfProblem(code);
  return {
    type: problemType(code),
    title,
    status,
    detail,
    ...(instance !== undefined && { instance }),
    code,
    ...extras,
    retry: extras.retry ?? retry,
  };
}
