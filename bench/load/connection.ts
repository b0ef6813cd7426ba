import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface Answered {
  readonly status: number;
  readonly body: string;
}

const END_OF_HEAD = '\r\n\r\n';
const LENGTH = /\r\ncontent-length: *(\d+)/i;

/**
 * One client: a connection that is kept, with one request on its way at a time. It knows only as
 * much HTTP as our server speaks, and so takes little of the machine that is being measured.
 */
export class Connection {
  private received = '';
  private waiting: {
    resolve: (answered: Answered) => void;
    reject: (fault: Error) => void;
  } | null = null;

  private constructor(
    private readonly socket: Socket,
    private readonly host: string,
  ) {
    socket.setNoDelay(true);
    // One character a byte: a length in the head counts bytes.
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => this.take(text));
    socket.on('error', (fault) => this.waiting?.reject(fault));
    socket.on('close', () => this.waiting?.reject(new Error('The server closed the connection.')));
  }

  static async open(url: string): Promise<Connection> {
    const { host, hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    return new Connection(socket, host);
  }

  post(path: string, headers: string, body: string): Promise<Answered> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.socket.write(
        `POST ${path} HTTP/1.1\r\nhost: ${this.host}\r\ncontent-type: application/json\r\n` +
          `content-length: ${Buffer.byteLength(body)}\r\n${headers}${END_OF_HEAD}${body}`,
      );
    });
  }

  close(): void {
    this.waiting = null;
    this.socket.destroy();
  }

  private take(text: string): void {
    this.received += text;
    const end = this.received.indexOf(END_OF_HEAD);
    if (end < 0) return;
    const head = this.received.slice(0, end);
    const from = end + END_OF_HEAD.length;
    const until = from + Number(LENGTH.exec(head)?.[1] ?? 0);
    if (this.received.length < until) return;
    const answered = { status: Number(head.slice(9, 12)), body: this.received.slice(from, until) };
    this.received = '';
    this.waiting?.resolve(answered);
  }
}
