import 'reflect-metadata';
import type { DynamicModule } from '@nestjs/common';
import { join } from 'node:path';
import { readEnvironment } from '../../src/config/environment';
import { prepare } from '../../src/config/preparation';
import { createLogger } from '../../src/logging/logger';
import { startServer } from '../../src/server/start-server';
import { NoOpModule } from './no-op.module';
import { TurnsOfOneModule } from './turns-of-one.module';

type Extras = NonNullable<DynamicModule['imports']>;

const extras: Readonly<Record<string, Extras>> = {
  'no-op': [NoOpModule],
  'turns-of-one': [TurnsOfOneModule],
};

/** As the server has it: compiled. */
const WRITER_THREAD = join(__dirname, '../../dist/store/sqlite/thread/writer.thread.js');

/** The server of `src/main.ts` with something besides: one side of a ratio. */
async function main(): Promise<void> {
  const environment = prepare(readEnvironment(process.env));
  const server = await startServer({
    environment,
    logger: createLogger({ level: environment.logLevel }),
    announceKey: () => undefined,
    writerThread: WRITER_THREAD,
    extra: extras[process.env['BENCH_EXTRA'] ?? ''] ?? [],
  });
  process.once('SIGTERM', () => void server.stop().then(() => process.exit(0)));
}

main().catch((fault: unknown) => {
  console.error(fault);
  process.exit(1);
});
