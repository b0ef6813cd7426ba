import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { ProblemError } from './problems/problem';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Never turned away, and not counted: health, metrics and streams that stay open. */
    readonly uncounted?: boolean;
  }
}

/** A route that answers also when the server is full, or that stays open for long. */
export const Uncounted = () => applyDecorators(RouteConfig({ uncounted: true }));

/** Turns requests away with 503 `overloaded` while `most` are in hand: a queue helps nobody. */
export function limitInFlight(server: FastifyInstance, most: number): void {
  let inFlight = 0;
  server.addHook('onRequest', (request, reply, done) => {
    const counted = request.routeOptions.config.uncounted !== true;
    if (counted && inFlight >= most) {
      done(new ProblemError('overloaded'));
      return;
    }
    if (counted) {
      inFlight++;
      // `close` comes once, after an answer as after a client that went away.
      reply.raw.once('close', () => inFlight--);
    }
    done();
  });
}
