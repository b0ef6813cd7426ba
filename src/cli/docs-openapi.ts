import 'reflect-metadata';
import { Command } from 'commander';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AsyncApi } from '../api/events/async-api';
import { AppModule } from '../app.module';
import { readEnvironment } from '../config/environment';
import { prepare } from '../config/preparation';
import { createApp } from '../http/create-app';
import { ApiDocument } from '../http/openapi/api-document';
import type { Json } from '../http/openapi/schema-book';
import { createLogger } from '../logging/logger';

/** In the repository: this file runs from `dist/cli`. */
const folder = join(__dirname, '..', '..', 'docs');

/** The documents of a server that has everything and listens to nobody, by the names of their files. */
async function documents(): Promise<ReadonlyMap<string, string>> {
  const environment = prepare(
    readEnvironment({
      DATABASE_URL: 'sqlite::memory:',
      MASTER_KEY: Buffer.alloc(32).toString('base64'),
    }),
  );
  const logger = createLogger({ level: 'silent' });
  const module = AppModule.forRoot({ environment, logger, announceKey: () => undefined });
  const app = await createApp({ module, logger });
  const due = new Map([
    ['openapi.json', textOf(app.get(ApiDocument, { strict: false }).get())],
    ['asyncapi.json', textOf(app.get(AsyncApi, { strict: false }).get())],
  ]);
  await app.close();
  return due;
}

const textOf = (document: Json): string => `${JSON.stringify(document, null, 2)}\n`;

async function main({ check }: { readonly check?: true }): Promise<void> {
  for (const [name, due] of await documents()) {
    const file = join(folder, name);
    if (check !== true) {
      writeFileSync(file, due);
      console.log(`docs/${name} is written.`);
    } else if (!existsSync(file) || readFileSync(file, 'utf8') !== due) {
      console.error(`docs/${name} is stale: run npm run docs:openapi`);
      process.exitCode = 1;
    }
  }
}

new Command('docs-openapi')
  .description('Writes the OpenAPI and the AsyncAPI document of the running code.')
  .option('--check', 'write nothing; fail when a document does not tell what the code does')
  .action(main)
  .parseAsync()
  .catch((fault: unknown) => {
    console.error(`docs-openapi: ${fault instanceof Error ? fault.message : String(fault)}`);
    process.exitCode = 2;
  });
