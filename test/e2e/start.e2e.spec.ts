import { spawn } from 'node:child_process';
import dns from 'node:dns';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { builtProgram, ServerProcess } from '../support/process';
import { serve } from '../support/server';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cambist-start-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const start = (path: string) =>
  ServerProcess.start({
    DATABASE_URL: `sqlite:${path}`,
    MASTER_KEY: Buffer.alloc(32, 1).toString('base64'),
  });

describe('a database that cannot be one stops the start with one line', () => {
  const oneLine = /ended with 1\. cambist: DATABASE_URL [^\n]*\n$/;

  it('where its folder cannot be made', async () => {
    await expect(start('/proc/cambist/x.db')).rejects.toThrow(oneLine);
  });

  it('where its folder is a file', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(start(join(folder, 'file', 'x.db'))).rejects.toThrow(oneLine);
  });

  it('where it is a folder', async () => {
    await expect(start(folder)).rejects.toThrow(oneLine);
  });

  it('where it is a file of something else', async () => {
    writeFileSync(join(folder, 'poem'), 'Shall I compare thee to a summer’s day? '.repeat(30));
    await expect(start(join(folder, 'poem'))).rejects.toThrow(oneLine);
  });
});

it('a server that is told to end while it still starts ends in order', async () => {
  const server = spawn(process.execPath, [builtProgram('main.js')], {
    env: { PORT: '0', DATABASE_URL: `sqlite:${folder}/cambist.db` },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  // The first key is announced before anybody can reach the server.
  await once(server.stderr, 'data');
  server.kill('SIGTERM');
  expect(await once(server, 'exit')).toEqual([0, null]);
});

it('a first start says how to call the server, at the address where it listens', async () => {
  const server = spawn(process.execPath, [builtProgram('main.js')], {
    env: { PORT: '0', HOST: '0.0.0.0', DATABASE_URL: `sqlite:${folder}/cambist.db` },
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const hint = /Try: curl -H "Authorization: (Bearer cbk_\S+)" (http:\S+)\n/;
  let said = '';
  for await (const chunk of server.stderr) {
    said += String(chunk);
    if (hint.test(said)) break;
  }
  const [, authorization = '', url = ''] = hint.exec(said) ?? [];
  const answer = await fetch(url, { headers: { authorization } }).finally(() => server.kill());
  await once(server, 'exit');
  expect([new URL(url).hostname, answer.status]).toEqual(['127.0.0.1', 200]);
});

it('a bootstrap key that was revoked is told of at the next start', async () => {
  const lines: string[] = [];
  const logger = pino({ level: 'warn' }, { write: (line) => void lines.push(line) });
  const env = { DATABASE_URL: `sqlite:${folder}/cambist.db` };
  const first = await serve({ env, logger });
  const { body } = await first.client.get<{ data: { id: string }[] }>('/v1/keys');
  await first.client.send('DELETE', `/v1/keys/${body.data[0]?.id ?? ''}`);
  await first.stop();
  expect(lines).toEqual([]);

  const second = await serve({ env, logger });
  const { status } = await second.client.get('/v1/keys');
  await second.stop();
  expect(status).toBe(401);
  expect(lines).toEqual([expect.stringContaining('BOOTSTRAP_API_KEY was revoked')]);
});

it('listens on the first address of localhost alone, so that all of its connections are watched', async () => {
  const lookUp = dns.lookup as (...asked: unknown[]) => void;
  const two = [
    { address: '127.0.0.1', family: 4 },
    { address: '127.0.0.2', family: 4 },
  ];
  const spy = jest.spyOn(dns, 'lookup').mockImplementation((...asked: unknown[]) => {
    const [, options, answer] = asked as [string, { all?: boolean }, (...told: unknown[]) => void];
    if (options.all === true) answer(null, two);
    else lookUp(...asked);
  });
  const server = await serve({ env: { HOST: 'localhost' } });
  spy.mockRestore();
  try {
    const at = (host: string) => fetch(`${server.url.replace('localhost', host)}/livez`);
    expect((await at('localhost')).status).toBe(200);
    await expect(at('127.0.0.2')).rejects.toThrow();
  } finally {
    await server.stop();
  }
});
