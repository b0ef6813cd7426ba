import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { PROBLEM_MEDIA_TYPE, problemDocument, type ProblemError } from './problem';
import type { ProblemCode } from './problem-codes';
import { problemOf } from './problem-of';

/** Longer paths are not repeated in a problem: they are noise, or an attempt at something. */
const LONGEST_INSTANCE = 300;

/** What belongs to a code whoever answers with it. */
const headersOfCode: Partial<Record<ProblemCode, Readonly<Record<string, string>>>> = {
  unauthenticated: { 'www-authenticate': 'Bearer' },
  overloaded: { 'retry-after': '1' },
  'rate-unavailable': { 'retry-after': '60' },
  'too-many-requests': { 'retry-after': '60' },
};

/**
 * Ends a request with the problem that `thrown` amounts to. A fault is logged with its stack, and
 * the client learns only that there was one. When the answer has begun already it is cut off,
 * so that nobody takes half of it for all.
 */
export function sendProblem(
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  logger: Logger,
): void {
  // Who left in the middle of a request is told nothing, and nothing of it is a fault of ours.
  if (request.raw.destroyed && !request.raw.complete) {
    reply.raw.destroy();
    return;
  }
  const { kind, problem } = problemOf(thrown);
  const instance = pathOf(request.raw.url);
  if (kind === 'fault')
    logger.error({ err: thrown, method: request.method, path: instance }, 'a request failed');
  if (reply.sent || reply.raw.headersSent) {
    reply.raw.destroy();
    return;
  }
  write(reply, problem, instance);
}

function write(reply: FastifyReply, problem: ProblemError, instance: string | undefined): void {
  const document = problemDocument(problem, instance);
  reply.problemCode = problem.code;
  void reply
    .code(document.status)
    .headers({ ...headersOfCode[problem.code], ...problem.headers })
    .header('content-type', PROBLEM_MEDIA_TYPE)
    .header('cache-control', 'no-store')
    // As bytes: to a string Fastify adds a charset, which this media type does not have.
    .send(Buffer.from(JSON.stringify(document)));
}

/** The path without its query, in which a secret could stand. */
function pathOf(url: string | undefined): string | undefined {
  const path = url?.split('?', 1)[0];
  return path !== undefined && path.length <= LONGEST_INSTANCE ? path : undefined;
}
