import { join } from 'node:path';
import { readEnvironment } from './config/environment';
import { refuseWhatIsNotYet } from './config/not-yet';
import { prepare } from './config/preparation';
import { createLogger } from './logging/logger';
import { describeStartFault } from './server/start-fault';
import { startServer } from './server/start-server';

/** What writes to an SQLite file, beside the thread that answers requests. */
const WRITER_THREAD = join(__dirname, 'store', 'sqlite', 'thread', 'writer.thread.js');

/** What a drain may take; a process that has not stopped by then is ended. */
const DRAIN_WITHIN = 9_500;

/** Beside the log, so that whoever starts the server sees it, and kept nowhere. */
const announce = (key: string): void => {
  process.stderr.write(`\n  Your first API key, shown once and stored nowhere:\n\n    ${key}\n\n`);
};

/** Only once the server listens: PORT and HOST may leave it open under which address it does. */
const suggest = (key: string, url: string): void => {
  process.stderr.write(`  Try: curl -H "Authorization: Bearer ${key}" ${url}/v1/accounts\n\n`);
};

/**
 * Resolves with the signal that asks the process to end. From then on it has so long to do so, even
 * while it still starts.
 */
const toldToEnd = (): Promise<NodeJS.Signals> =>
  new Promise((resolve) => {
    const heard = (signal: NodeJS.Signals): void => {
      setTimeout(() => process.exit(1), DRAIN_WITHIN).unref();
      resolve(signal);
    };
    process.once('SIGTERM', heard);
    process.once('SIGINT', heard);
  });

async function main(): Promise<void> {
  // Before anybody is told that it listens: who ends it at once is heard as well.
  const told = toldToEnd();
  const read = readEnvironment(process.env);
  refuseWhatIsNotYet(read);
  const environment = prepare(read);
  const logger = createLogger({ level: environment.logLevel });
  const firstKeys: string[] = [];
  const server = await startServer({
    environment,
    logger,
    writerThread: WRITER_THREAD,
    // At once: a start that fails after this must not take the key with it.
    announceKey: (key) => {
      announce(key);
      firstKeys.push(key);
    },
  });
  for (const key of firstKeys) suggest(key, server.url);
  const signal = await told;
  logger.info({ signal }, 'draining');
  await server.stop();
  process.exit(0);
}

main().catch((fault: unknown) => {
  process.stderr.write(`cambist: ${describeStartFault(fault)}\n`);
  process.exit(1);
});
