import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** When a connection is cut that has just said COMMIT. */
export type Cut = 'before the server hears it' | 'before the client is answered';

const COMMIT = Buffer.from('commit\0');

/** Stands between a store and its server, and cuts the line at the one moment that matters. */
export class CuttingProxy {
  private nextCut: Cut | undefined;
  private isDown = false;
  private readonly stale = new WeakSet<Socket>();
  private readonly silent = new WeakSet<Socket>();
  private readonly sockets = new Set<Socket>();
  private readonly server = createServer((client) => {
    this.join(client);
  });

  private constructor(
    private readonly host: string,
    private readonly port: number,
  ) {}

  static async before(url: string): Promise<CuttingProxy> {
    const { hostname, port } = new URL(url);
    const proxy = new CuttingProxy(hostname, Number(port === '' ? 5432 : port));
    await new Promise<void>((resolve) => proxy.server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  /** The same URL, by way of this proxy. */
  urlFor(url: string): string {
    const through = new URL(url);
    through.hostname = '127.0.0.1';
    through.port = String((this.server.address() as AddressInfo).port);
    return through.href;
  }

  /** Cuts the connection of the next commit, and lets all later ones pass. */
  cutNextCommit(when: Cut): void {
    this.nextCut = when;
  }

  /** Nothing gets through, and what is open is cut; or everything does again. */
  set down(isDown: boolean) {
    this.isDown = isDown;
    if (isDown) for (const socket of this.sockets) socket.destroy();
  }

  /** What is open now is dead, which is noticed only by who sends something. */
  loseOpen(): void {
    for (const socket of this.sockets) this.stale.add(socket);
  }

  /** On what is open now nothing gets through any more, and nobody is told. */
  silenceOpen(): void {
    for (const socket of this.sockets) this.silent.add(socket);
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(client: Socket): void {
    if (this.isDown) {
      client.destroy();
      return;
    }
    const server = connect(this.port, this.host);
    let isDeaf = false;
    for (const [socket, peer] of [
      [client, server],
      [server, client],
    ] as const) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.sockets.delete(socket);
        peer.end();
      });
    }
    client.on('data', (sent) => {
      if (this.silent.has(client)) return;
      if (this.stale.has(client)) {
        client.destroy();
        return;
      }
      const cut = sent.includes(COMMIT) ? this.nextCut : undefined;
      if (cut === undefined) {
        server.write(sent);
        return;
      }
      this.nextCut = undefined;
      isDeaf = true;
      if (cut === 'before the client is answered') server.write(sent);
      client.destroy();
    });
    server.on('data', (answered) => {
      if (!isDeaf && !this.silent.has(server)) client.write(answered);
    });
  }
}
