import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { ApiKeyGuard } from './auth/api-key.guard';
import { ProblemError } from './problems/problem';
import { whenClosed } from './when-closed';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Bytes that a body may have here. */
    readonly largestBody?: number;
  }
}

const LARGEST_BODY = 2 * 1024 * 1024;
/** Of requests that may bring so much, and the work in it: more would only wait, in memory. */
const MOST_AT_ONCE = 16;

/** A route whose body may have 2 MiB; there are no more than 16 requests of the kind at one time. */
export const LargeBodies = () => applyDecorators(RouteConfig({ largestBody: LARGEST_BODY }));

/** Gives such routes their own bound. To be called before any route is added. */
export function allowLargeBodies(server: FastifyInstance): void {
  server.addHook('onRoute', (route) => {
    const largest = route.config?.largestBody;
    if (largest !== undefined) route.bodyLimit = largest;
  });
}

/**
 * Before a body that may be large is read: a stranger is turned away with nothing of it, so that
 * nobody without a key can take the few places, and who is one too many comes again later.
 */
export function boundLargeBodies(
  server: FastifyInstance,
  guard: Pick<ApiKeyGuard, 'validKeyOf'>,
): void {
  let inHand = 0;
  server.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.config.largestBody === undefined) return;
    await guard.validKeyOf(request);
    if (inHand >= MOST_AT_ONCE) throw new ProblemError('overloaded');
    inHand++;
    whenClosed(reply.raw, () => inHand--);
  });
}
