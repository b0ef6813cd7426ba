/**
 * BullMQ: five jobs, each of which adds the next one, on a Redis of its own that writes every
 * command to its file before it answers (`appendfsync always`): the durability of the others.
 */
import { Queue, Worker } from 'bullmq';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { Endings, IN_FLIGHT, measure, STEPS } from './in-flight.mjs';

const folder = mkdtempSync(join(tmpdir(), 'cambist-bench-redis-'));
const connection = { host: '127.0.0.1', port: await freePort(), maxRetriesPerRequest: null };
const redis = await startRedis();
const endings = new Endings();
const queue = new Queue('chain', { connection });
const worker = new Worker('chain', step, {
  connection,
  concurrency: IN_FLIGHT,
  removeOnComplete: { count: 0 },
});

async function step({ data: { id, step } }) {
  if (step < STEPS) await queue.add('step', { id, step: step + 1 });
}
// Not in the last step itself: a chain is over when that is recorded as done.
worker.on('completed', ({ data: { id, step } }) => {
  if (step === STEPS) endings.tell(id);
});

try {
  await measure(async (id) => {
    const ended = endings.of(id);
    await queue.add('step', { id, step: 1 });
    await ended;
  });
} finally {
  await worker.close();
  await queue.close();
  redis.kill();
  await once(redis, 'exit');
  rmSync(folder, { recursive: true });
}
process.exit(0);

async function startRedis() {
  const options = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
  const place = ['--port', String(connection.port), '--bind', connection.host, '--dir', folder];
  const server = spawn('redis-server', [...place, ...options], { stdio: 'ignore' });
  server.once('error', () => {
    console.log(JSON.stringify({ skipped: 'redis-server is not in PATH' }));
    process.exit(0);
  });
  process.once('exit', () => server.kill('SIGKILL'));
  const client = new Redis({ ...connection, lazyConnect: false, retryStrategy: () => 50 });
  client.on('error', () => undefined);
  while (client.status !== 'ready') await pause(20);
  const [, mode] = await client.config('GET', 'appendfsync');
  if (mode !== 'always') throw new Error('Redis did not take appendfsync always.');
  await client.quit();
  return server;
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
