import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from '../support/client';

const SERVER = join(__dirname, '..', '..', 'dist', 'main.js');
const KEY = 'cbk_full';

let folder: string;
let child: ChildProcess;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cambist-full-'));
});
afterEach(async () => {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
  rmSync(folder, { recursive: true });
});

/** No file of the server may grow beyond so many blocks (of 512 bytes): writing fails from there on. */
async function serverOn(blocks: number): Promise<Client> {
  child = spawn(
    'sh',
    ['-c', `ulimit -f ${String(blocks)}; exec "$0" "$1"`, process.execPath, SERVER],
    {
      env: {
        PATH: process.env['PATH'],
        PORT: '0',
        DATABASE_URL: `sqlite:${folder}/cambist.db`,
        BOOTSTRAP_API_KEY: KEY,
        MASTER_KEY: Buffer.alloc(32, 1).toString('base64'),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  if (child.stdout === null) throw new Error('The server has no output.');
  for await (const line of createInterface({ input: child.stdout })) {
    const { url } = JSON.parse(line) as { url?: string };
    if (url !== undefined) {
      child.stdout.resume();
      return new Client(url, KEY);
    }
  }
  throw new Error('The server ended.');
}

it('a file that was deleted takes no more calls that write: nothing is answered and then lost', async () => {
  const client = await serverOn(100_000);
  const open = () => client.post('/v1/accounts', { currency: 'EUR' });
  expect((await open()).status).toBe(201);

  for (const file of ['cambist.db', 'cambist.db-wal']) rmSync(join(folder, file));

  const { status, body, headers } = await open();
  expect([status, body['code'], headers.has('retry-after')]).toEqual([503, 'overloaded', true]);
});

it('a disk that takes no more fails the calls that write and the readiness, and neither reads nor liveness', async () => {
  const client = await serverOn(1_200);
  const made: string[] = [];
  const open = () => client.post('/v1/accounts', { currency: 'EUR' }, `account-${made.length}`);
  let answer = await open();
  while (answer.status === 201) {
    made.push(answer.body['id'] as string);
    answer = await open();
  }
  // The system tells this limit as an I/O error, after which nobody knows what is in the file.
  expect([answer.status, answer.body['code']]).toEqual([500, 'internal-error']);
  expect(answer.body['detail']).toBe(
    'The server failed, and whether this was done is not known; the same key tells what there is of it.',
  );

  // What is told may be a second old.
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  expect((await client.get('/readyz')).status).toBe(503);
  expect((await client.get('/livez')).status).toBe(200);
  expect((await client.get(`/v1/accounts/${made.at(-1) ?? ''}`)).status).toBe(200);
});
