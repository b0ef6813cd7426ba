import { Body, Query, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';

declare module 'fastify' {
  interface FastifyRequest {
    /** The body as it arrived; absent when there was none. */
    rawBody?: Buffer;
  }
}

export const READS_BODY = Symbol('reads-body');
export const READS_QUERY = Symbol('reads-query');

/** The JSON body, checked by a strict schema. Without this decorator a route refuses any field. */
export const JsonBody =
  (schema: z.ZodType): ParameterDecorator =>
  (target, method, index) => {
    mark(READS_BODY, target, method);
    Body({ schema })(target, method, index);
  };

/** The query, checked by a strict schema. Without this decorator a route refuses any parameter. */
export const QueryOf =
  (schema: z.ZodType): ParameterDecorator =>
  (target, method, index) => {
    mark(READS_QUERY, target, method);
    Query({ schema })(target, method, index);
  };

/** The bytes of the body, for a signature to be checked over; empty when there was no body. */
export const RawBytes = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Buffer =>
    context.switchToHttp().getRequest<FastifyRequest>().rawBody ?? Buffer.alloc(0),
);

function mark(what: symbol, target: object, method: string | symbol | undefined): void {
  const handler: unknown = method === undefined ? undefined : Reflect.get(target, method);
  if (typeof handler === 'function') Reflect.defineMetadata(what, true, handler);
}
