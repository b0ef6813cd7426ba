import 'reflect-metadata';
import { Command } from 'commander';
import { join } from 'node:path';
import { flowPages } from './flow-pages/flow-pages';
import { pagesIn, staleness, writePages } from './flow-pages/folder';

/** The repository: this file runs from `dist/cli`. */
const root = join(__dirname, '..', '..');
const folder = join(root, 'docs', 'flows');

async function main({ check }: { readonly check?: true }): Promise<void> {
  const due = await flowPages(root);
  if (check !== true) {
    writePages(folder, due);
    console.log(`docs/flows: ${String(due.size)} pages written.`);
    return;
  }
  const stale = staleness(pagesIn(folder), due);
  for (const line of stale) console.error(`docs/flows/${line}: run npm run docs:flows`);
  process.exitCode = stale.length === 0 ? 0 : 1;
}

new Command('docs-flows')
  .description('Draws the event-flow docs from the running code.')
  .option('--check', 'write nothing; fail when the docs do not tell what the code does')
  .action(main)
  .parseAsync()
  .catch((fault: unknown) => {
    console.error(`docs-flows: ${fault instanceof Error ? fault.message : String(fault)}`);
    process.exitCode = 2;
  });
