import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import helmet from '@fastify/helmet';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { NestLogger } from '../logging/nest-logger';
import { ApiKeyGuard } from './auth/api-key.guard';
import { KeyCache } from './auth/key-cache';
import { limitInFlight } from './in-flight';
import { collectMethods, refuseOtherMethods } from './method-not-allowed';
import { answerMalformedHttp } from './problems/malformed-http';
import { PAGE_STYLE_HASH } from './problems/problem-pages';
import { ProblemFilter } from './problems/problem.filter';
import { ProblemsModule } from './problems/problems.controller';
import { sendProblem } from './problems/send-problem';
import { InputGuard } from './validation/input.guard';
import { ProblemValidationPipe } from './validation/problem-validation.pipe';
import { parseQueryString } from './validation/query-string';

const BODY_LIMIT = 64 * 1024;
const HEADER_LIMIT = 16 * 1024;
const LONGEST_PARAMETER = 200;
const MOST_IN_FLIGHT = 1_000;

export interface AppOptions {
  /** The routes, and what they need. It provides a `KeyCache`. */
  readonly module: Type | DynamicModule;
  readonly logger: Logger;
  /** Requests in hand at one time; more are answered 503. */
  readonly mostInFlight?: number;
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
  const adapter = adapterFor(logger);
  const server = adapter.getInstance();
  const methods = collectMethods(server);
  const root: DynamicModule = { module: Root, imports: [module, ProblemsModule] };
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    logger: new NestLogger(logger),
    bodyParser: false,
    abortOnError: false,
  });
  await app.register(helmet, security);
  limitInFlight(server, options.mostInFlight ?? MOST_IN_FLIGHT);
  keepRawBodies(server);
  app.useGlobalFilters(new ProblemFilter(logger));
  app.useGlobalGuards(new ApiKeyGuard(app.get(KeyCache, { strict: false })), new InputGuard());
  app.useGlobalPipes(new ProblemValidationPipe());
  await app.init();
  refuseOtherMethods(server, methods);
  return app;
}

function adapterFor(logger: Logger): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    // From the first byte of a request to its last; an answer may take longer.
    requestTimeout: 30_000,
    keepAliveTimeout: 72_000,
    // Requests on open connections are still answered while the server shuts down.
    return503OnClosing: false,
    http: { maxHeaderSize: HEADER_LIMIT, headersTimeout: 15_000 },
    routerOptions: { maxParamLength: LONGEST_PARAMETER, querystringParser: parseQueryString },
    clientErrorHandler: answerMalformedHttp,
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) =>
      sendProblem(error, request, reply, logger),
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

/** TLS, and with it HSTS, is the business of the proxy in front. */
const security = {
  strictTransportSecurity: false,
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", PAGE_STYLE_HASH],
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  },
};
