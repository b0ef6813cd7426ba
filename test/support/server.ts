import 'reflect-metadata';
import type { DynamicModule } from '@nestjs/common';
import pino from 'pino';
import { readEnvironment } from '../../src/config/environment';
import { prepare } from '../../src/config/preparation';
import type { Clock } from '../../src/kernel/clock';
import { startServer, type RunningServer } from '../../src/server/start-server';
import { Client } from './client';
import { aPassingDatabase } from './database';

const ADMIN_KEY = 'cbk_end_to_end';

export interface TestServerOptions {
  /** As the user would set it; without a DATABASE_URL, a database that is gone with the server. */
  readonly env?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  readonly extra?: NonNullable<DynamicModule['imports']>;
  readonly logger?: pino.Logger;
}

export interface TestServer extends RunningServer {
  readonly client: Client;
}

/** The whole server in this process, on a port of its own, called over real HTTP. */
export async function serve(options: TestServerOptions = {}): Promise<TestServer> {
  const { env = {}, clock, extra, logger = pino({ level: 'silent' }) } = options;
  const own = env['DATABASE_URL'] === undefined ? await aPassingDatabase() : undefined;
  const environment = prepare(
    readEnvironment({
      PORT: '0',
      DATABASE_URL: own?.url,
      BOOTSTRAP_API_KEY: ADMIN_KEY,
      MASTER_KEY: Buffer.alloc(32, 5).toString('base64'),
      ...env,
    }),
  );
  const server = await startServer({
    environment,
    logger,
    announceKey: () => undefined,
    ...(clock !== undefined && { clock }),
    ...(extra !== undefined && { extra }),
  });
  return {
    ...server,
    stop: async () => {
      await server.stop();
      await own?.drop();
    },
    client: new Client(server.url, ADMIN_KEY),
  };
}

/** Asks until the resource has ended; fails after so many seconds. */
export async function ended(
  client: Client,
  path: string,
  seconds = 5,
): Promise<Record<string, unknown>> {
  for (let waited = 0; waited < seconds * 50; waited++) {
    const { body } = await client.get(path);
    if (body['status'] !== 'pending') return body;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${path} has not ended.`);
}
