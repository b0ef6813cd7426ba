import { ConfigurationError, readEnvironment } from './config/environment';
import { refuseWhatIsNotYet } from './config/not-yet';
import { prepare } from './config/preparation';
import { createLogger } from './logging/logger';
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
  const environment = prepare(readEnvironment(process.env));
  refuseWhatIsNotYet(environment);
  const logger = createLogger({ level: environment.logLevel });
  const made: string[] = [];
  const server = await startServer({
    environment,
    logger,
    announceKey: (key) => made.push(key),
  });
  for (const key of made) announce(key, server.url);
  const stop = (signal: NodeJS.Signals): void => {
    logger.info({ signal }, 'draining');
    setTimeout(() => process.exit(1), DRAIN_WITHIN).unref();
    void server.stop().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((fault: unknown) => {
  const text = fault instanceof ConfigurationError ? fault.message : describe(fault);
  process.stderr.write(`cambist: ${text}\n`);
  process.exit(1);
});

const describe = (fault: unknown): string =>
  fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
