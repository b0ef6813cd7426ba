import type { Socket } from 'node:net';
import { PROBLEM_MEDIA_TYPE, ProblemError, problemDocument } from './problem';

const details: ReadonlyMap<string, string> = new Map([
  ['HPE_HEADER_OVERFLOW', 'The request line and the headers are larger than 16 KiB.'],
  ['ERR_HTTP_REQUEST_TIMEOUT', 'The request did not arrive in time.'],
]);

/** Answers what is no HTTP request at all; Node closes the connection, and so do we. */
export function answerMalformedHttp(
  error: Error & { readonly code?: string },
  socket: Socket,
): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  socket.end(malformedHttpAnswer(details.get(error.code ?? '')));
}

function malformedHttpAnswer(detail = 'The request is not well-formed HTTP.'): string {
  const document = problemDocument(new ProblemError('invalid-field', detail));
  const body = JSON.stringify(document);
  return [
    `HTTP/1.1 ${document.status} Bad Request`,
    `Content-Type: ${PROBLEM_MEDIA_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}
