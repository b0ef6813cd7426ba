import { kindOfProblem, type ProblemCode, type Retry } from './problem-codes';

/** One field that is wrong: `pointer` is a JSON pointer into the body, or `/name` of a parameter. */
export interface FieldError {
  readonly pointer: string;
  readonly detail: string;
}

/** What a problem tells beside its code; amounts are in major units of `currency`. */
export interface ProblemExtras {
  readonly flowId?: string;
  readonly required?: string;
  readonly available?: string;
  readonly currency?: string;
  /** The limit that was broken, as `deposit.max`. */
  readonly limit?: string;
  readonly errors?: readonly FieldError[];
  /** Given where it differs from what the table of codes says. */
  readonly retry?: Retry;
}

/** An RFC 9457 problem document, as it is sent with `application/problem+json`. */
export interface ProblemDocument extends ProblemExtras {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance?: string;
  readonly code: ProblemCode;
  readonly retry: Retry;
}

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
