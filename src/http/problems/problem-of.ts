import { HttpException } from '@nestjs/common';
import { StoreBusy } from '../../store/store.port';
import { ProblemError } from './problem';
import type { ProblemCode } from './problem-codes';

/** What was thrown, as a problem; a fault is none of the client's business and says so. */
export type Diagnosis =
  | { readonly kind: 'problem'; readonly problem: ProblemError }
  | { readonly kind: 'fault'; readonly problem: ProblemError };

/** How the framework's own errors read here: their messages may repeat input, and are not sent. */
const byStatus: ReadonlyMap<number, readonly [ProblemCode, string]> = new Map([
  [400, ['invalid-field', 'The request could not be read.']],
  [401, ['unauthenticated', 'An API key is needed.']],
  [403, ['forbidden', 'This API key may not do this.']],
  [404, ['not-found', 'There is nothing under this path.']],
  [405, ['method-not-allowed', 'The path does not answer to this method.']],
  [408, ['invalid-field', 'The request did not arrive in time.']],
  [413, ['body-too-large', 'The body is larger than this call takes.']],
  [414, ['not-found', 'There is nothing under a path of this length.']],
  [415, ['unsupported-media-type', 'The body must be application/json in UTF-8.']],
  [429, ['too-many-requests', 'Too many requests.']],
  [503, ['overloaded', 'The server cannot take the request now.']],
]);

/** Errors of Fastify that say more than their status does. */
const byFastifyCode: ReadonlyMap<string, readonly [ProblemCode, string]> = new Map([
  ['FST_ERR_BAD_URL', ['not-found', 'The path is not well-formed.']],
  [
    'FST_ERR_CTP_INVALID_CONTENT_LENGTH',
    ['malformed-json', 'The body is not as long as Content-Length says.'],
  ],
]);

/** Turns whatever was thrown on the way of a request into the problem that the client is told. */
export function problemOf(thrown: unknown): Diagnosis {
  if (thrown instanceof ProblemError) return { kind: 'problem', problem: thrown };
  const known = knownError(thrown);
  return known
    ? { kind: 'problem', problem: new ProblemError(...known) }
    : { kind: 'fault', problem: new ProblemError('internal-error', 'The server failed.') };
}

function knownError(thrown: unknown): readonly [ProblemCode, string] | undefined {
  if (thrown instanceof StoreBusy) return ['overloaded', 'The store is not to be had for now.'];
  const cause = thrown instanceof HttpException ? (thrown.cause ?? thrown) : thrown;
  const code = textField(cause, 'code');
  const known = code === undefined ? undefined : byFastifyCode.get(code);
  if (known) return known;
  if (thrown instanceof HttpException) return byStatus.get(thrown.getStatus());
  return code?.startsWith('FST_ERR_') ? byStatus.get(statusOf(thrown)) : undefined;
}

function textField(value: unknown, name: string): string | undefined {
  const field: unknown = (value as Readonly<Record<string, unknown>> | null | undefined)?.[name];
  return typeof field === 'string' ? field : undefined;
}

function statusOf(error: unknown): number {
  const { statusCode } = error as { readonly statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : 500;
}
