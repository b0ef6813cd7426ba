import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Subject } from 'rxjs';
import type { ProblemCode } from './problems/problem-codes';
import { whenClosed } from './when-closed';

declare module 'fastify' {
  interface FastifyReply {
    /** The problem that the request was answered with, if it was one. */
    problemCode?: ProblemCode;
  }
}

/** One request that was answered, in words of which there are only so many. */
export interface Answered {
  /** The template of the route, as `/v1/accounts/:id`; `none` where there is no route. */
  readonly route: string;
  /** `other` for a method that nobody uses. */
  readonly method: string;
  readonly status: number;
  readonly seconds: number;
  readonly problem: ProblemCode | undefined;
  readonly isReplay: boolean;
}

/** What passes through the server, for whoever counts it. */
export class Traffic {
  readonly answered$ = new Subject<Answered>();
  /** What was no HTTP request, and was answered with a problem all the same. */
  readonly malformed$ = new Subject<ProblemCode>();
  private inHand = 0;

  /** Requests that have come and are not answered yet. */
  get inFlight(): number {
    return this.inHand;
  }

  /** To be called before any route is added. */
  watch(server: FastifyInstance): void {
    server.addHook('onRequest', (_request, reply, done) => {
      this.inHand++;
      whenClosed(reply.raw, () => this.inHand--);
      done();
    });
    server.addHook('onResponse', (request, reply, done) => {
      this.answered$.next(answered(request, reply));
      done();
    });
  }
}

const COMMON: ReadonlySet<string> = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
]);

const answered = ({ method, routeOptions }: FastifyRequest, reply: FastifyReply): Answered => ({
  route: routeOptions.url ?? 'none',
  method: COMMON.has(method) ? method : 'other',
  status: reply.statusCode,
  seconds: reply.elapsedTime / 1_000,
  problem: reply.problemCode,
  isReplay: reply.getHeader('idempotent-replayed') === 'true',
});
