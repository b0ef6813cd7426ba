import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { whenClosed } from '../when-closed';
import { PROBLEM_MEDIA_TYPE, ProblemError, problemDocument } from './problem';

const details: ReadonlyMap<string, string> = new Map([
  ['HPE_HEADER_OVERFLOW', 'The request line and the headers are larger than 16 KiB.'],
  ['ERR_HTTP_REQUEST_TIMEOUT', 'The request did not arrive in time.'],
]);

/** How long a caller who sends what is no HTTP may go on before the connection is cut (ms). */
const GOODBYE_WITHIN = 2_000;

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

type ClientError = Error & { readonly code?: string };

/**
 * Answers what is no HTTP request at all, and closes the connection. Requests that came whole
 * before it on the same connection get their own answers first: a client that was told 400 in the
 * place of a 201 would send the payment again.
 */
export class MalformedHttp {
  private readonly open = new WeakMap<Socket, Exchange[]>();
  private readonly last = new WeakMap<Socket, Exchange>();
  private readonly closing = new WeakSet<Socket>();

  /** `noted` is told of each request that was none. */
  constructor(private readonly noted: (problem: ProblemError) => void = () => undefined) {}

  /** To be called before the server listens. */
  watch(server: Server): void {
    server.prependListener('request', (request, response) => this.began({ request, response }));
    server.on('checkContinue', (request, response) => {
      void this.letContinue(server, { request, response });
    });
    server.on('checkExpectation', (_request, response) => this.refuseExpectation(response));
    server.on('connect', (_request, socket) => {
      this.close(
        socket as Socket,
        new ProblemError('method-not-allowed', 'This server is not a proxy.', {}, { Allow: '' }),
      );
    });
  }

  /** For the `clientError` of a server; Node emits it again for whatever else arrives. */
  readonly answer = (error: ClientError, socket: Socket): void => {
    if (this.closing.has(socket)) return;
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    this.closing.add(socket);
    const detail = details.get(error.code ?? '') ?? 'The request is not well-formed HTTP.';
    void this.afterWholeRequests(socket).then(() => {
      // Asked now and not before: meanwhile it may have been answered what is wrong with its headers.
      const last = this.last.get(socket);
      const isAnswered = last?.request.complete === false && last.response.headersSent;
      this.close(socket, isAnswered ? undefined : new ProblemError('invalid-field', detail));
    });
  };

  private began(exchange: Exchange): void {
    const { socket } = exchange.request;
    const open = this.open.get(socket) ?? [];
    // One that asked whether to go on began when it asked.
    if (open.some(({ response }) => response === exchange.response)) return;
    open.push(exchange);
    this.open.set(socket, open);
    this.last.set(socket, exchange);
    whenClosed(exchange.response, () => open.splice(open.indexOf(exchange), 1));
  }

  private async afterWholeRequests(socket: Socket): Promise<void> {
    const whole = (this.open.get(socket) ?? []).filter(({ request }) => request.complete);
    await Promise.all(
      whole.map(({ response }) => new Promise<void>((resolve) => whenClosed(response, resolve))),
    );
  }

  /**
   * Node would write its 100 at once, and behind the headers of this answer when an earlier one on
   * the same connection is not out yet: the client would read it as a part of the body. The next
   * one that asks has to wait for this one in turn.
   */
  private async letContinue(server: Server, exchange: Exchange): Promise<void> {
    const { request, response } = exchange;
    const earlier = this.afterWholeRequests(request.socket);
    this.began(exchange);
    await earlier;
    // Its body was no HTTP: that is its answer.
    if (this.closing.has(request.socket) && !request.complete) return;
    if (request.socket.writable) response.writeContinue();
    server.emit('request', request, response);
  }

  private refuseExpectation(response: ServerResponse): void {
    const problem = new ProblemError('expectation-failed');
    this.noted(problem);
    const body = bodyOf(problem);
    // What follows may be the body or the next request: nobody can tell.
    response.writeHead(417, { 'content-type': PROBLEM_MEDIA_TYPE, connection: 'close' }).end(body);
  }

  private close(socket: Socket, problem: ProblemError | undefined): void {
    // Whoever leaves before the end is no fault of ours.
    socket.on('error', () => undefined);
    // The last answer may have closed the connection already.
    if (!socket.writable) {
      socket.destroy();
      return;
    }
    if (problem !== undefined) this.noted(problem);
    socket.end(problem === undefined ? '' : wholeAnswer(problem));
    // Read and forgotten for a while: closing over unread bytes would take the answer with it.
    socket.resume();
    setTimeout(() => socket.destroy(), GOODBYE_WITHIN).unref();
  }
}

const bodyOf = (problem: ProblemError): string => JSON.stringify(problemDocument(problem));

const reasons: ReadonlyMap<number, string> = new Map([
  [400, 'Bad Request'],
  [405, 'Method Not Allowed'],
]);

function wholeAnswer(problem: ProblemError): string {
  const { status } = problemDocument(problem);
  const body = bodyOf(problem);
  return [
    `HTTP/1.1 ${String(status)} ${reasons.get(status) ?? ''}`,
    `Content-Type: ${PROBLEM_MEDIA_TYPE}`,
    `Content-Length: ${String(Buffer.byteLength(body))}`,
    ...Object.entries(problem.headers).map(([name, value]) => `${name}: ${value}`),
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}
