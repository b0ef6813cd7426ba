#!/usr/bin/env node
import { Command } from 'commander';
import { addKeys } from './keys.command';
import { addVerify } from './verify.command';

const program = new Command('cambist')
  .description(
    'Cambist: a multi-currency payments workflow engine. Settings come from the environment.',
  )
  .showHelpAfterError();

addKeys(program);
addVerify(program);

program.parseAsync().catch((fault: unknown) => {
  process.stderr.write(`cambist: ${fault instanceof Error ? fault.message : String(fault)}\n`);
  process.exit(2);
});
