import { ConfigurationError, readEnvironment } from './config/environment';
import { prepare } from './config/preparation';
import { createLogger } from './logging/logger';
import { startServer } from './server/start-server';

/** What a drain may take; a process that has not stopped by then is ended. */
const DRAIN_WITHIN = 9_500;

/** Beside the log, so that it is seen by whoever starts the server, and kept nowhere. */
const announceKey = (key: string): void => {
  process.stderr.write(
    `\n  Your first API key, shown once and stored nowhere:\n\n    ${key}\n\n` +
      `  Try: curl -H "Authorization: Bearer ${key}" http://127.0.0.1:3000/v1/accounts\n\n`,
  );
};

async function main(): Promise<void> {
  const environment = prepare(readEnvironment(process.env));
  const logger = createLogger({ level: environment.logLevel });
  const server = await startServer({ environment, logger, announceKey });
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
