import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServerProcess } from '../support/process';

let folder: string;
let env: Record<string, string>;
const running: ServerProcess[] = [];
const start = async (more: Record<string, string> = {}): Promise<ServerProcess> => {
  const server = await ServerProcess.start({ ...env, ...more });
  running.push(server);
  return server;
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cambist-one-'));
  env = {
    DATABASE_URL: `sqlite:${folder}/cambist.db`,
    MASTER_KEY: Buffer.alloc(32, 1).toString('base64'),
  };
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.kill()));
  rmSync(folder, { recursive: true });
});

// Of PostgreSQL there may be as many instances as one likes: see test/instances.

it('refuses a second server on the same file in one line, and lets one start after a kill', async () => {
  const first = await start();
  await expect(start()).rejects.toThrow(/cambist: Another server runs on this database[^\n]*\n$/);

  await first.kill();
  await expect(start()).resolves.toBeInstanceOf(ServerProcess);
});

it('shows the first key also when it cannot listen, and says in one line why', async () => {
  const first = await start();
  const { port } = new URL(first.url);

  const second = start({ DATABASE_URL: `sqlite:${folder}/other.db`, PORT: port });

  await expect(second).rejects.toThrow(/cbk_[\w-]{43}/);
  await expect(second).rejects.toThrow(/cambist: PORT is taken[^\n]*\n$/);
});

it('drains in time though somebody holds a silent connection', async () => {
  const server = await start();
  const { port, hostname } = new URL(server.url);
  const silent = await new Promise<Socket>((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      resolve(socket);
    });
    socket.on('error', () => undefined);
  });

  expect(await server.terminate()).toBe(0);
  silent.destroy();
});
