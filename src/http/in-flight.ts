import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { ProblemError } from './problems/problem';
import { whenClosed } from './when-closed';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Neither turned away nor counted, here or by the rate limit: health and metrics. */
    readonly uncounted?: boolean;
    /** A stream: it counts when it begins, and is not in hand while it stays open. */
    readonly staysOpen?: boolean;
  }
}

/** A route that answers also when the server is full, and however often it is asked. */
export const Uncounted = () => applyDecorators(RouteConfig({ uncounted: true }));

/** A route that stays open for long, and sees itself to how many of it there are. */
export const StaysOpen = () => applyDecorators(RouteConfig({ staysOpen: true }));

/** Turns requests away with 503 `overloaded` while `most` are in hand: a queue helps nobody. */
export function limitInFlight(server: FastifyInstance, most: number): void {
  let inFlight = 0;
  server.addHook('onRequest', (request, reply, done) => {
    const { uncounted = false, staysOpen = false } = request.routeOptions.config;
    const counted = !uncounted && !staysOpen;
    if (counted && inFlight >= most) {
      done(new ProblemError('overloaded'));
      return;
    }
    if (counted) {
      inFlight++;
      whenClosed(reply.raw, () => inFlight--);
    }
    done();
  });
}
