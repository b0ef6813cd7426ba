import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { readsHeader, type HeaderShape } from './openapi/documented';
import { ProblemError } from './problems/problem';

const VERSION = /^"(0|[1-9][0-9]*)"$/;

/**
 * The version that a change is meant for: `If-Match: "3"`. Null without the header, and for `*`,
 * which asks only that the thing exists. Weak tags and lists are refused: a version is exact. One
 * with more digits than any thing has changes is a version all the same, which nothing has.
 */
function versionToMatch(header: string | undefined): number | null {
  if (header === undefined || header === '*') return null;
  const version = VERSION.exec(header)?.[1];
  if (version === undefined) {
    throw new ProblemError('invalid-field', 'If-Match must be one version in quotes, as "3".');
  }
  return Math.min(Number(version), Number.MAX_SAFE_INTEGER);
}

const header: HeaderShape = {
  name: 'If-Match',
  description: 'The version that the change is meant for, in quotes, or `*`: any.',
  schema: z.string().meta({ pattern: '^("(0|[1-9][0-9]*)"|\\*)$', examples: ['*'] }),
  refuses: ['invalid-field', 'version-mismatch'],
};

const versionOf = createParamDecorator((_data: unknown, context: ExecutionContext): number | null =>
  versionToMatch(context.switchToHttp().getRequest<FastifyRequest>().headers['if-match']),
);

/** `@IfMatch() version: number | null` in a handler. */
export const IfMatch = (): ParameterDecorator => (target, method, index) => {
  readsHeader(header, target, method);
  versionOf()(target, method, index);
};
