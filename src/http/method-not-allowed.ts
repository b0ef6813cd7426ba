import { METHODS } from 'node:http';
import type { FastifyInstance, RouteOptions } from 'fastify';
import { ProblemError } from './problems/problem';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** No route of its own: it tells which methods the path has. */
    readonly refusesMethod?: boolean;
  }
}

/** Methods that never reach a route: Node hands them to other listeners. */
const UNROUTABLE: ReadonlySet<string> = new Set(['CONNECT']);

/** Remembers which methods each path answers to. To be called before any route is added. */
export function collectMethods(server: FastifyInstance): ReadonlyMap<string, ReadonlySet<string>> {
  const methods = new Map<string, Set<string>>();
  server.addHook('onRoute', ({ url, method, config }: RouteOptions) => {
    if (config?.refusesMethod === true) return;
    const known = methods.get(url) ?? new Set();
    for (const one of [method].flat()) known.add(one);
    methods.set(url, known);
  });
  return methods;
}

/**
 * Gives every known path an answer to every other method: 405 with `Allow`, and for OPTIONS what
 * is allowed. The router itself then decides which path is meant. After all routes, before listening.
 */
export function refuseOtherMethods(
  server: FastifyInstance,
  collected: ReadonlyMap<string, ReadonlySet<string>>,
): void {
  for (const method of METHODS) {
    if (!server.supportedMethods.includes(method) && !UNROUTABLE.has(method)) {
      server.addHttpMethod(method);
    }
  }
  for (const [url, methods] of collected) answerTheRest(server, url, methods);
}

function answerTheRest(server: FastifyInstance, url: string, methods: ReadonlySet<string>): void {
  const allow = [...new Set([...methods, 'OPTIONS'])].sort().join(', ');
  const missing = server.supportedMethods.filter((method) => !methods.has(method));
  server.route({
    url,
    method: missing,
    config: { refusesMethod: true },
    // Before the body is read: what is in it makes no difference.
    onRequest: (request, reply, done) => {
      if (request.method === 'OPTIONS') return void reply.code(204).header('allow', allow).send();
      const detail = `This path answers to ${allow}.`;
      done(new ProblemError('method-not-allowed', detail, {}, { allow }));
    },
    handler: () => undefined,
  });
}
