import { readEnvironment } from './config/environment';
import { refuseWhatIsNotYet } from './config/not-yet';
import { prepare } from './config/preparation';
import { createLogger } from './logging/logger';
import { describeStartFault } from './server/start-fault';
import { startServer } from './server/start-server';

/** What a drain may take; a process that has not stopped by then is ended. */
const DRAIN_WITHIN = 9_500;

/** Beside the log, so that whoever starts the server sees it, and kept nowhere. */
const announce = (key: string, url: string): void => {
  process.stderr.write(
    `\n  Your first API key, shown once and stored nowhere:\n\n    ${key}\n\n` +
      `  Try: curl -H "Authorization: Bearer ${key}" ${url}/v1/accounts\n\n`,
  );
};

async function main(): Promise<void> {
  const read = readEnvironment(process.env);
  refuseWhatIsNotYet(read);
  const environment = prepare(read);
  const logger = createLogger({ level: environment.logLevel });
  const url = `http://${environment.host}:${String(environment.port)}`;
  const server = await startServer({
    environment,
    logger,
    // At once: a start that fails after this must not take the key with it.
    announceKey: (key) => {
      announce(key, url);
    },
  });
  const stop = (signal: NodeJS.Signals): void => {
    logger.info({ signal }, 'draining');
    setTimeout(() => process.exit(1), DRAIN_WITHIN).unref();
    void server.stop().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((fault: unknown) => {
  process.stderr.write(`cambist: ${describeStartFault(fault)}\n`);
  process.exit(1);
});
