import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { FrontendReader } from './frontend';

/** After a COMMIT whose answer nobody gets, the database has so long to carry it out (ms). */
const COMMITS_WITHIN = 2_000;

/** What becomes of the next COMMIT: it is lost on its way, or its answer is. */
export type Cut = 'before' | 'after';

/** The network between the servers and PostgreSQL, which can be made as bad as networks get. */
export class Proxy {
  /** Milliseconds that everything takes longer, in both directions. */
  delay = 0;
  /** Nothing arrives any more, and nobody is told. */
  isBlackhole = false;

  private readonly pairs = new Set<Pair>();
  private readonly cuts: { readonly cut: Cut; readonly done: () => void }[] = [];

  private constructor(
    private readonly server: Server,
    private readonly target: number,
  ) {
    server.on('connection', (client) => {
      const pair = new Pair(client, connect(this.target, '127.0.0.1'), this);
      this.pairs.add(pair);
      client.once('close', () => this.pairs.delete(pair));
    });
  }

  static async to(port: number): Promise<Proxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Proxy(server, port);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** The next COMMIT of any connection is cut; true once it was, false when none came in time. */
  async cutNextCommit(cut: Cut, within: number): Promise<boolean> {
    return new Promise((resolve) => {
      const armed = { cut, done: () => finish(true) };
      const timer = setTimeout(() => finish(false), within);
      const finish = (isCut: boolean): void => {
        clearTimeout(timer);
        const at = this.cuts.indexOf(armed);
        if (at >= 0) this.cuts.splice(at, 1);
        resolve(isCut);
      };
      this.cuts.push(armed);
    });
  }

  /** What shall become of the COMMIT that is just going by; undefined: nothing. */
  takeCut(): Cut | undefined {
    const armed = this.cuts.shift();
    armed?.done();
    return armed?.cut;
  }

  /** Everything is as it should be again; what was held back is lost with its connection. */
  heal(): void {
    this.delay = 0;
    if (this.isBlackhole) this.cutAll();
    this.isBlackhole = false;
  }

  cutAll(): void {
    for (const pair of this.pairs) pair.destroy();
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.cutAll();
    await closed;
  }
}

/** One connection through the proxy. */
class Pair {
  private readonly reader = new FrontendReader();
  private isMuted = false;

  constructor(
    private readonly client: Socket,
    private readonly database: Socket,
    private readonly proxy: Proxy,
  ) {
    for (const socket of [client, database]) {
      socket.setNoDelay(true);
      socket.on('error', () => this.destroy());
      socket.on('close', () => this.isMuted || this.destroy());
    }
    const [up, down] = [this.lane(database), this.lane(client)];
    client.on('data', (chunk: Buffer) => this.toDatabase(chunk, up));
    database.on('data', (chunk: Buffer) => this.isMuted || down.pass(chunk));
  }

  destroy(): void {
    this.client.destroy();
    this.database.destroy();
  }

  private toDatabase(chunk: Buffer, lane: Lane): void {
    if (this.isMuted) return;
    const commit = this.reader.read(chunk);
    const cut = commit && this.proxy.takeCut();
    if (commit === undefined || cut === undefined) lane.pass(chunk);
    else this.cut(cut, chunk.subarray(0, commit.upTo), lane);
  }

  private cut(cut: Cut, chunk: Buffer, lane: Lane): void {
    this.isMuted = true;
    this.client.destroy();
    if (cut === 'before') {
      this.database.destroy();
      return;
    }
    // Behind all that went before it: a line may break, but it loses nothing from its middle.
    lane.pass(chunk);
    // The database carries out what it has before it hears that nobody is there any more.
    void lane.passed().then(() => this.database.end());
    setTimeout(() => this.database.destroy(), COMMITS_WITHIN).unref();
  }

  /** One direction: chunks arrive in their order, however the delay changes meanwhile. */
  private lane(to: Socket): Lane {
    let last = Promise.resolve();
    return {
      pass: (chunk) => {
        if (this.proxy.isBlackhole) return;
        const { delay } = this.proxy;
        last = last.then(async () => {
          if (delay > 0) await sleep(delay);
          if (!to.destroyed) to.write(chunk);
        });
      },
      passed: () => last,
    };
  }
}

interface Lane {
  readonly pass: (chunk: Buffer) => void;
  /** Resolves when all that is on its way now has gone out. */
  readonly passed: () => Promise<void>;
}
