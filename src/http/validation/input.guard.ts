import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { PUBLIC, saidOf } from '../auth/access';
import { ProblemError } from '../problems/problem';
import { parseStrictJson } from '../../kernel/strict-json';
import { READS_BODY, READS_QUERY } from './inputs';
import { isJsonInUtf8 } from './media-type';
import { problemOfIssues } from './problem-of-issues';

/**
 * Reads the body as strict JSON, and refuses bodies and queries where a route takes none.
 * It is a guard, and not a parser of Fastify's, so that it runs after the API key was checked:
 * nothing is parsed for a stranger.
 */
export class InputGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    if (saidOf(context, PUBLIC)) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (!saidOf(context, READS_QUERY)) refuseFields(request.query);
    if (saidOf(context, READS_BODY)) request.body = jsonBodyOf(request);
    else if (request.rawBody) refuseFields(jsonBodyOf(request));
    return true;
  }
}

function jsonBodyOf({ headers, rawBody }: FastifyRequest): unknown {
  if (!rawBody && headers['content-type'] === undefined) {
    throw new ProblemError('malformed-json', 'A JSON body is required.');
  }
  if (!isJsonInUtf8(headers)) {
    throw new ProblemError(
      'unsupported-media-type',
      'The body must be application/json in UTF-8, and not compressed.',
    );
  }
  const json = parseStrictJson(rawBody ?? Buffer.alloc(0));
  if (json.kind === 'refused') throw new ProblemError(json.code, json.detail);
  return json.value;
}

/** Where nothing is read only nothing, or an empty object, may be sent. */
function refuseFields(input: unknown): void {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw problemOfIssues([{ message: 'This call takes no body.', path: [] }]);
  }
  const keys = Object.keys(input);
  if (keys.length > 0) {
    throw problemOfIssues([{ code: 'unrecognized_keys', message: '', path: [], keys }]);
  }
}
