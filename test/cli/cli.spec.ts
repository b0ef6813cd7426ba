import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '../support/client';
import { ServerProcess } from '../support/process';

const PROGRAM = join(__dirname, '..', '..', 'dist', 'cli', 'main.js');

let folder: string;
let env: Record<string, string>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cambist-cli-'));
  env = {
    DATABASE_URL: `sqlite:${folder}/cambist.db`,
    MASTER_KEY: Buffer.alloc(32, 3).toString('base64'),
    NODE_ENV: 'production',
  };
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const cambist = (...args: string[]): Promise<Ran> =>
  new Promise((resolve) => {
    const options = { env: { PATH: process.env['PATH'], ...env } };
    execFile(process.execPath, [PROGRAM, ...args], options, (fault, out, err) => {
      resolve({ code: fault === null ? 0 : Number(fault.code), out, err });
    });
  });

it('makes the first key before any server has run, and the key opens the server', async () => {
  const { code, out } = await cambist('keys', 'create', '--name', 'first');
  expect([code, out]).toEqual([0, expect.stringMatching(/^cbk_[\w-]{43}\n$/)]);

  const server = await ServerProcess.start(env);
  const { status } = await new Client(server.url, out.trim()).get('/v1/keys');
  await server.terminate();
  expect(status).toBe(200);
});

it('makes a key through the running server', async () => {
  const server = await ServerProcess.start(env);
  const { code, out } = await cambist('keys', 'create', '--role', 'member', '--json');
  const { key } = JSON.parse(out) as { key: string };
  const client = new Client(server.url, key);
  const answers = [await client.get('/v1/accounts'), await client.get('/v1/keys')];
  await server.terminate();

  expect([code, ...answers.map(({ status }) => status)]).toEqual([0, 200, 403]);
});

it('verifies the books, beside a running server and without one', async () => {
  const server = await ServerProcess.start(env);
  const beside = await cambist('verify');
  await server.terminate();
  const alone = await cambist('verify', '--json');

  expect([beside.code, beside.out]).toEqual([0, expect.stringContaining('Every invariant holds.')]);
  expect([alone.code, JSON.parse(alone.out)]).toEqual([0, expect.objectContaining({ ok: true })]);
});

it('says in one line what is wrong', async () => {
  const { code, err } = await cambist('verify');
  expect([code, err.trim().split('\n')]).toEqual([2, [expect.stringMatching(/^cambist: /)]]);
});
