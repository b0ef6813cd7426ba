import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { lookup } from 'node:dns/promises';
import type { AddressInfo } from 'node:net';
import { AppModule, type AppModuleOptions } from '../app.module';
import { newApiKey } from '../http/auth/api-key';
import { createApp } from '../http/create-app';
import { OpenConnections } from '../http/open-connections';
import { ServerAddress } from '../providers/server-address';
import { leaveNote, removeNote } from './server-file';
import { admitControlKey } from './control-key';

/** So long after it began to drain the server cuts the connections of those who say nothing (ms). */
const SILENT_FOR = 5_000;

export interface RunningServer {
  readonly app: NestFastifyApplication;
  readonly url: string;
  /** Stops accepting at once, finishes what is in flight, and lets go of the store. */
  readonly stop: () => Promise<void>;
}

/** Starts the server as `npm start` does: listening, reachable by the command line, recovered. */
export async function startServer(options: AppModuleOptions): Promise<RunningServer> {
  const { environment, logger } = options;
  const { rateLimit } = environment;
  const app = await createApp({ module: AppModule.forRoot(options), logger, rateLimit });
  const connections = new OpenConnections(app.getHttpServer());
  await app.listen(environment.port, await addressOf(environment.host));
  const url = urlOf(app, environment.host);
  app.get(ServerAddress, { strict: false }).set(url);
  const key = newApiKey();
  await admitControlKey(app, key);
  leaveNote(environment.database, { url, key, pid: process.pid });
  logger.info({ url }, 'listening');
  return {
    app,
    url,
    stop: async () => {
      // Nest itself would go on accepting until the calls to providers that are under way have ended.
      connections.stopAccepting();
      removeNote(environment.database, process.pid);
      // Whoever holds a connection and says nothing would keep the server from ending.
      const cut = setTimeout(() => {
        connections.cutSilent();
      }, SILENT_FOR);
      await app.close();
      clearTimeout(cut);
    },
  };
}

/**
 * `localhost` may have two addresses, and Fastify would open a second server for the other one: it
 * would be bounded by nothing of ours, and would let clients in while this one drains.
 */
const addressOf = async (host: string): Promise<string> =>
  host === 'localhost' ? (await lookup(host)).address : host;

/** The address under which this machine itself reaches the server. */
function urlOf(app: NestFastifyApplication, host: string): string {
  const { port } = app.getHttpServer().address() as AddressInfo;
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${String(port)}`;
}
