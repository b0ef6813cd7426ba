import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** One answer as it came over the wire. */
export interface Heard {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

/** What came of one exchange on a connection of its own. */
export interface Exchange {
  /** Without those that only ask to go on (100). */
  readonly answers: readonly Heard[];
  /** Bytes that are part of no answer. */
  readonly rest: number;
  /** The server closed the connection, or answered as often as was asked for. */
  readonly isOver: boolean;
}

export interface Saying {
  readonly bytes: Buffer;
  /** The methods asked with, in turn; the connection may be closed before the last answer. */
  readonly methods: readonly string[];
  /** Bytes are sent in so many pieces, with a pause between them. */
  readonly pieces: number;
  /** The sender says that no more will come. */
  readonly ends: boolean;
}

/** Says something to a server over a connection of its own, and hears what it answers in time. */
export async function say(port: number, saying: Saying, within: number): Promise<Exchange> {
  const socket = connect(port, '127.0.0.1').setNoDelay();
  socket.on('error', () => undefined);
  const parts: Buffer[] = [];
  const heard = new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), within);
    const over = (): void => {
      clearTimeout(timer);
      resolve(true);
    };
    socket.on('close', over);
    socket.on('data', (part) => {
      parts.push(part);
      const { answers } = answersIn(Buffer.concat(parts), saying.methods);
      // One answer too many would come right behind.
      if (answers.length >= saying.methods.length) setTimeout(over, 1);
    });
  });
  await send(socket, saying);
  const isOver = await heard;
  socket.destroy();
  return { ...answersIn(Buffer.concat(parts), saying.methods), isOver };
}

async function send(socket: Socket, { bytes, pieces, ends }: Saying): Promise<void> {
  const size = Math.ceil(bytes.length / pieces);
  for (let at = 0; at < bytes.length && !socket.destroyed; at += size) {
    socket.write(bytes.subarray(at, at + size));
    if (pieces > 1) await Promise.race([pause(2), once(socket, 'close')]);
  }
  if (ends) socket.end();
}

/** Reads answers strictly, one after the other; what is no whole answer is left over. */
function answersIn(bytes: Buffer, methods: readonly string[]): Omit<Exchange, 'isOver'> {
  const answers: Heard[] = [];
  let rest = bytes;
  const next = () => nextIn(rest, methods[answers.length] === 'HEAD');
  for (let read = next(); read !== undefined; read = next()) {
    rest = rest.subarray(read.length);
    if (read.answer.status !== 100) answers.push(read.answer);
  }
  return { answers, rest: rest.length };
}

function nextIn(
  bytes: Buffer,
  isHead: boolean,
): { readonly answer: Heard; readonly length: number } | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [first = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(first)?.[1] ?? NaN);
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  const begin = end + 4;
  // Of what could not be read nobody knows that it was a HEAD: it is answered with a body, and the end.
  const isUnread = headers.get('connection') === 'close' && bytes.length > begin;
  const isBare = (isHead && !isUnread) || status === 204 || status === 100;
  const found = isBare ? NOTHING : bodyIn(bytes.subarray(begin), headers);
  return found && { answer: { status, headers, body: found.body }, length: begin + found.length };
}

interface Found {
  readonly body: Buffer;
  readonly length: number;
}
const NOTHING: Found = { body: Buffer.alloc(0), length: 0 };

function bodyIn(bytes: Buffer, headers: ReadonlyMap<string, string>): Found | undefined {
  if (headers.get('transfer-encoding') === 'chunked') return chunkedIn(bytes);
  const length = Number(headers.get('content-length') ?? 0);
  return bytes.length < length ? undefined : { body: bytes.subarray(0, length), length };
}

function chunkedIn(bytes: Buffer): Found | undefined {
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const line = bytes.indexOf('\r\n', at);
    if (line < 0) return undefined;
    const size = parseInt(bytes.subarray(at, line).toString('latin1'), 16);
    const next = line + 2 + size + 2;
    if (bytes.length < next) return undefined;
    if (size === 0) return { body: Buffer.concat(parts), length: next };
    parts.push(bytes.subarray(line + 2, line + 2 + size));
    at = next;
  }
}
