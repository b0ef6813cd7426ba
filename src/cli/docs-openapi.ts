import 'reflect-metadata';
import { Command } from 'commander';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppModule } from '../app.module';
import { readEnvironment } from '../config/environment';
import { prepare } from '../config/preparation';
import { createApp } from '../http/create-app';
import { ApiDocument } from '../http/openapi/api-document';
import { createLogger } from '../logging/logger';

/** In the repository: this file runs from `dist/cli`. */
const file = join(__dirname, '..', '..', 'docs', 'openapi.json');

/** The document of a server that has everything and listens to nobody. */
async function openApiDocument(): Promise<string> {
  const environment = prepare(
    readEnvironment({
      DATABASE_URL: 'sqlite::memory:',
      MASTER_KEY: Buffer.alloc(32).toString('base64'),
    }),
  );
  const logger = createLogger({ level: 'silent' });
  const module = AppModule.forRoot({ environment, logger, announceKey: () => undefined });
  const app = await createApp({ module, logger });
  const document = app.get(ApiDocument, { strict: false }).get();
  await app.close();
  return `${JSON.stringify(document, null, 2)}\n`;
}

async function main({ check }: { readonly check?: true }): Promise<void> {
  const due = await openApiDocument();
  if (check !== true) {
    writeFileSync(file, due);
    console.log('docs/openapi.json is written.');
    return;
  }
  if (existsSync(file) && readFileSync(file, 'utf8') === due) return;
  console.error('docs/openapi.json is stale: run npm run docs:openapi');
  process.exitCode = 1;
}

new Command('docs-openapi')
  .description('Writes the OpenAPI document of the running code.')
  .option('--check', 'write nothing; fail when the document does not tell what the code does')
  .action(main)
  .parseAsync()
  .catch((fault: unknown) => {
    console.error(`docs-openapi: ${fault instanceof Error ? fault.message : String(fault)}`);
    process.exitCode = 2;
  });
