import type { FastifyInstance } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { ProblemError } from './problems/problem';

/**
 * More header lines than any client of ours sends. Node would drop those above its own bound in
 * silence.
 */
const MOST_HEADERS = 100;

/** Given twice, one reader takes the first and another one the last. */
const single: ReadonlySet<string> = new Set(['host', 'authorization', 'content-type']);

const HOST = /^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._~%!$&'()*+,;=-]+)(?::[0-9]{0,5})?$/;

/** A request that a proxy in front could have understood differently; the first that holds is told. */
const doubts: readonly (readonly [detail: string, holds: (r: IncomingMessage) => boolean])[] = [
  [
    'The request must be HTTP/1.1 or HTTP/1.0.',
    ({ httpVersion }) => httpVersion !== '1.1' && httpVersion !== '1.0',
  ],
  [
    `There may be ${String(MOST_HEADERS)} headers.`,
    ({ rawHeaders }) => rawHeaders.length > 2 * MOST_HEADERS,
  ],
  [
    'A request names its Host, Authorization and Content-Type once.',
    ({ rawHeaders }) => isAnyRepeated(rawHeaders),
  ],
  [
    'The Host header must name a host.',
    ({ headers, httpVersion }) =>
      headers.host === undefined ? httpVersion === '1.1' : !HOST.test(headers.host),
  ],
  [
    'Transfer-Encoding may be chunked, in HTTP/1.1 only.',
    ({ headers, httpVersion }) => {
      const encoding = headers['transfer-encoding'];
      return encoding !== undefined && (encoding !== 'chunked' || httpVersion !== '1.1');
    },
  ],
];

/** `rawHeaders` are names and values in turn, as they arrived: Node itself keeps the first of each. */
function isAnyRepeated(rawHeaders: readonly string[]): boolean {
  const names = rawHeaders
    .filter((_text, index) => index % 2 === 0)
    .map((name) => name.toLowerCase())
    .filter((name) => single.has(name));
  return new Set(names).size < names.length;
}

/** Turns doubtful requests away before anything else looks at them, and closes their connection. */
export function refuseDoubtfulRequests(server: FastifyInstance): void {
  server.addHook('onRequest', (request, _reply, done) => {
    const doubt = doubts.find(([, holds]) => holds(request.raw));
    if (doubt === undefined) done();
    else done(new ProblemError('invalid-field', doubt[0], {}, { connection: 'close' }));
  });
}
