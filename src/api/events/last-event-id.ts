import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { readsHeader, type HeaderShape } from '../../http/openapi/documented';
import { ProblemError } from '../../http/problems/problem';
import { POSITION, positionOf } from './events.schemas';

/** Where a stream broke off: the position in `Last-Event-ID`. Undefined without the header. */
function lastSeen(header: string | string[] | undefined): number | undefined {
  if (header === undefined) return undefined;
  // Node joins a repeated header into one value, which is no position any more.
  const position = positionOf(String(header));
  if (position === undefined) {
    throw new ProblemError('invalid-field', 'Last-Event-ID must be the id of an event that came.');
  }
  return position;
}

const header: HeaderShape = {
  name: 'Last-Event-ID',
  description: 'The `id` of the last event that came: the stream goes on after it.',
  schema: z.string().meta({ pattern: POSITION.source, examples: ['42'] }),
  refuses: ['invalid-field'],
};

const positionSeen = createParamDecorator(
  (_data: unknown, context: ExecutionContext): number | undefined =>
    lastSeen(context.switchToHttp().getRequest<FastifyRequest>().headers['last-event-id']),
);

/** `@LastEventId() position: number | undefined` in a handler that streams. */
export const LastEventId = (): ParameterDecorator => (target, method, index) => {
  readsHeader(header, target, method);
  positionSeen()(target, method, index);
};
