import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Server } from 'node:http';
import { Socket } from 'node:net';
import type { Logger } from 'pino';
import { NestLogger } from '../logging/nest-logger';
import { ApiKeyGuard } from './auth/api-key.guard';
import { KeyCache } from './auth/key-cache';
import { refuseDoubtfulRequests } from './doubtful-requests';
import { KnownCurrencies } from './known-currencies';
import { limitInFlight } from './in-flight';
import { allowLargeBodies, boundLargeBodies } from './large-bodies';
import { collectMethods, refuseOtherMethods } from './method-not-allowed';
import { MalformedHttp } from './problems/malformed-http';
import { DocsModule } from './openapi/docs.module';
import { ProblemFilter } from './problems/problem.filter';
import { RateLimits } from './rate-limit';
import { ProblemsModule } from './problems/problems.controller';
import { sendProblem } from './problems/send-problem';
import { secureAnswers } from './security-headers';
import { Traffic } from './traffic';
import { InputGuard } from './validation/input.guard';
import { ProblemValidationPipe } from './validation/problem-validation.pipe';
import { parseQueryString } from './validation/query-string';

const BODY_LIMIT = 64 * 1024;
const HEADER_LIMIT = 16 * 1024;
const LONGEST_PARAMETER = 200;
const MOST_IN_FLIGHT = 1_000;
/** Further ones are closed at once: there is nobody to read a problem. */
const MOST_CONNECTIONS = 10_000;

/** How long who is slow is waited for: milliseconds. */
export interface Timing {
  /** From the first byte of a request, or the opening of the connection, to the end of its headers. */
  readonly headersWithin: number;
  /** From the first byte of a request to its last; an answer may take longer. */
  readonly requestWithin: number;
  /** A connection on which no further request comes. */
  readonly idleFor: number;
  /** An answer of which the client takes nothing. */
  readonly stalledFor: number;
  /** How often Node looks for who is too slow: the first two are true to so much. */
  readonly checkEvery: number;
}

const usualTiming: Timing = {
  headersWithin: 15_000,
  requestWithin: 30_000,
  idleFor: 72_000,
  stalledFor: 30_000,
  checkEvery: 5_000,
};

export interface AppOptions {
  /** The routes, and what they need. It provides a `KeyCache` and the `KnownCurrencies`, and may ask for the `Traffic`. */
  readonly module: Type | DynamicModule;
  readonly logger: Logger;
  /** Requests in hand at one time; more are answered 503. */
  readonly mostInFlight?: number;
  /** Requests per minute for one API key; undefined: no limit. */
  readonly rateLimit?: number | undefined;
  readonly timing?: Partial<Timing>;
}

/** The root of the application: the given module beside the routes that every server has. */
@Module({})
class Root {}

/**
 * Builds the server around a module, bounded in every direction and with problems as its only
 * kind of error. It is initialised and not listening yet: call `listen`, or `inject` in a test.
 */
export async function createApp(options: AppOptions): Promise<NestFastifyApplication> {
  const { module, logger } = options;
  const timing = { ...usualTiming, ...options.timing };
  const traffic = new Traffic();
  const malformed = new MalformedHttp(({ code }) => traffic.malformed$.next(code));
  const adapter = adapterFor(logger, timing, malformed);
  const server = adapter.getInstance();
  const methods = collectMethods(server);
  allowLargeBodies(server);
  const root: DynamicModule = {
    module: Root,
    imports: [module, ProblemsModule, DocsModule.forRoot(methods)],
    providers: [{ provide: Traffic, useValue: traffic }],
    exports: [Traffic],
    global: true,
  };
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    logger: new NestLogger(logger),
    bodyParser: false,
    abortOnError: false,
  });
  await secureAnswers(server);
  traffic.watch(server);
  refuseDoubtfulRequests(server);
  cutStalledReaders(server, timing.stalledFor);
  boundConnections(server.server, malformed);
  limitInFlight(server, options.mostInFlight ?? MOST_IN_FLIGHT);
  keepRawBodies(server);
  app.useGlobalFilters(new ProblemFilter(logger));
  const keys = app.get(KeyCache, { strict: false });
  const guard = new ApiKeyGuard(keys, new RateLimits(options.rateLimit));
  boundLargeBodies(server, guard);
  app.useGlobalGuards(guard, new InputGuard());
  const currencies = app.get(KnownCurrencies, { strict: false });
  app.useGlobalPipes(new ProblemValidationPipe(currencies));
  await app.init();
  refuseOtherMethods(server, methods);
  return app;
}

function adapterFor(logger: Logger, timing: Timing, malformed: MalformedHttp): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    requestTimeout: timing.requestWithin,
    keepAliveTimeout: timing.idleFor,
    // Requests on open connections are still answered while the server shuts down.
    return503OnClosing: false,
    http: {
      maxHeaderSize: HEADER_LIMIT,
      headersTimeout: timing.headersWithin,
      connectionsCheckingInterval: timing.checkEvery,
      // A missing Host is answered here, with a problem.
      requireHostHeader: false,
    },
    routerOptions: { maxParamLength: LONGEST_PARAMETER, querystringParser: parseQueryString },
    clientErrorHandler: malformed.answer,
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) =>
      sendProblem(error, request, reply, logger),
  });
}

function boundConnections(server: Server, malformed: MalformedHttp): void {
  server.maxConnections = MOST_CONNECTIONS;
  malformed.watch(server);
}

/** A client that asks and never reads would keep its request in hand for ever. */
function cutStalledReaders(server: FastifyInstance, stalledFor: number): void {
  server.addHook('onSend', (_request, reply, _payload, done) => {
    const { socket } = reply.raw;
    // An injected request has none. Node itself destroys a socket that has timed out.
    if (socket instanceof Socket) socket.setTimeout(stalledFor);
    done();
  });
}

/** Takes a body of whatever type as bytes; whether it may be of that type is asked later. */
function keepRawBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => {
    if (body.length > 0) request.rawBody = body as Buffer;
    done(null, undefined);
  });
}
