import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ProblemError } from './problems/problem';

const VERSION = /^"(0|[1-9][0-9]{0,14})"$/;

/**
 * The version that a change is meant for: `If-Match: "3"`. Null without the header, and for `*`,
 * which asks only that the thing exists. Weak tags and lists are refused: a version is exact.
 */
function versionToMatch(header: string | undefined): number | null {
  if (header === undefined || header === '*') return null;
  const version = VERSION.exec(header)?.[1];
  if (version === undefined) {
    throw new ProblemError('invalid-field', 'If-Match must be one version in quotes, as "3".');
  }
  return Number(version);
}

/** `@IfMatch() version: number | null` in a handler. */
export const IfMatch = createParamDecorator(
  (_data: unknown, context: ExecutionContext): number | null =>
    versionToMatch(context.switchToHttp().getRequest<FastifyRequest>().headers['if-match']),
);
