import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { Client } from '../support/client';
import { aDatabase, type TestDatabase } from '../support/database';
import { ServerProcess } from '../support/process';

const KEY = 'cbk_drain';

/** A provider that has been asked for a payment and does not answer until a test lets it. */
class SilentProvider {
  readonly asked: ServerResponse[] = [];
  private readonly server: Server = createServer((_request, response) => this.asked.push(response));

  async listen(): Promise<string> {
    await once(this.server.listen(0, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  /** 503: to be asked again later. */
  answer(): void {
    for (const response of this.asked.splice(0)) response.writeHead(503).end();
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

/** A connection of a client's own, and all that came back on it. */
class Line {
  private text = '';
  private readonly over: Promise<unknown>;

  private constructor(private readonly socket: Socket) {
    this.over = new Promise((resolve) => socket.once('close', resolve));
    socket.on('data', (chunk: Buffer) => (this.text += chunk.toString()));
    socket.on('error', (fault) => (this.text += fault.message));
  }

  static async to(url: string): Promise<Line> {
    const { port, hostname } = new URL(url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    return new Line(socket);
  }

  say(text: string): void {
    this.socket.write(text);
  }

  /** Resolves with what was said when the other side says so much. */
  async heard(what: string): Promise<string> {
    await until(() => this.text.includes(what));
    return this.text;
  }

  /** Resolves with what was said when the connection has ended. */
  async ended(): Promise<string> {
    await this.over;
    return this.text;
  }
}

let database: TestDatabase;
let provider: SilentProvider;
let server: ServerProcess;
beforeEach(async () => {
  database = await aDatabase();
  provider = new SilentProvider();
  server = await ServerProcess.start({
    DATABASE_URL: database.url,
    BOOTSTRAP_API_KEY: KEY,
    MASTER_KEY: Buffer.alloc(32, 1).toString('base64'),
    SIMULATOR_URL: await provider.listen(),
  });
});
afterEach(async () => {
  await server.kill();
  provider.close();
  await database.drop();
});

const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 2_000; tries++) {
    if (await isSo()) return;
    await setTimeout(5);
  }
  throw new Error('It never came to it.');
};

const refuses = (url: string): Promise<boolean> =>
  Line.to(url).then(
    () => false,
    (fault: unknown) => String(fault).includes('ECONNREFUSED'),
  );

it('refuses new connections at once, and answers on those that are open, while a provider is waited for', async () => {
  const client = new Client(server.url, KEY);
  const { body: account } = await client.post('/v1/accounts', { currency: 'EUR' });
  const accountId = account['id'];
  const body = { accountId, amount: '5.00', currency: 'EUR', source: 'sim:success' };
  await client.post('/v1/deposits', body);
  await until(() => provider.asked.length === 1);

  const fresh = await Line.to(server.url);
  const idle = await Line.to(server.url);
  idle.say('GET /livez HTTP/1.1\r\nHost: here\r\n\r\n');
  await idle.heard('200 OK');
  const half = await Line.to(server.url);
  const order = JSON.stringify({ currency: 'USD' });
  half.say(
    `POST /v1/accounts HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer ${KEY}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${String(order.length)}\r\n\r\n`,
  );
  // The server has read so far when it answers somebody who asked later.
  await client.get('/livez');

  const end = server.terminate();
  await until(() => refuses(server.url));
  expect(await idle.ended()).toMatch(/^HTTP\/1\.1 200 /);
  half.say(order);
  expect(await half.ended()).toMatch(/^HTTP\/1\.1 201 [^]*\nconnection: close\r\n/i);
  const asked = 'GET /v1/accounts HTTP/1.1\r\nHost: here\r\n';
  fresh.say(`${asked}\r\n${asked}Authorization: Bearer ${KEY}\r\n\r\n`);
  expect(await fresh.ended()).toMatch(
    /^HTTP\/1\.1 401 [^]*HTTP\/1\.1 200 [^]*\nconnection: close\r\n/i,
  );
  // All of that while the provider was silent.
  expect(provider.asked).toHaveLength(1);
  provider.answer();

  expect(await end).toBe(0);
});
