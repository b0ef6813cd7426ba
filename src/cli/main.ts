#!/usr/bin/env node
import { CommanderError } from 'commander';
import { AnsweredNo } from './answered-no';
import { cambist } from './program';

cambist()
  .parseAsync()
  .catch((fault: unknown) => {
    process.exitCode = exitCodeOf(fault);
    // Commander has said already what is wrong with the words of the command.
    if (fault instanceof CommanderError) return;
    const why = fault instanceof Error ? fault.message : String(fault);
    process.stderr.write(`cambist: ${why}\n`);
  });

function exitCodeOf(fault: unknown): number {
  if (fault instanceof CommanderError && fault.exitCode === 0) return 0;
  return fault instanceof AnsweredNo ? 1 : 2;
}
