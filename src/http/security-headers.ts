import helmet from '@fastify/helmet';
import fastify, { type FastifyInstance } from 'fastify';
import type { ServerResponse } from 'node:http';
import { PAGE_STYLE_HASH } from './problems/problem-pages';

/** TLS, and with it HSTS, is the business of the proxy in front. */
const policy = {
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

type Header = readonly [name: string, value: string];

// The types of Node know this method on requests only; every supported Node has it on answers too.
const rawNames = (answer: ServerResponse): readonly string[] =>
  (answer as ServerResponse & { getRawHeaderNames(): string[] }).getRawHeaderNames();

/** What helmet gives an answer, asked once: it would work the same out anew for every request. */
async function headersOfHelmet(): Promise<readonly Header[]> {
  const headers: Header[] = [];
  const server = fastify();
  await server.register(helmet, policy);
  server.get('/', async (_request, { raw }) => {
    for (const name of rawNames(raw)) headers.push([name, String(raw.getHeader(name))]);
    return '';
  });
  await server.inject('/');
  await server.close();
  return headers;
}

/** Gives every answer the same security headers. To be called before any other hook is added. */
export async function secureAnswers(server: FastifyInstance): Promise<void> {
  const headers = await headersOfHelmet();
  server.addHook('onRequest', (_request, { raw }, done) => {
    for (const [name, value] of headers) raw.setHeader(name, value);
    done();
  });
}
