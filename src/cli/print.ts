import { Option, type Command } from 'commander';
import { paintFor, type Paint } from './terminal/paint';

/** What every command can be told: to print for a program instead of for people. */
export interface Printing {
  readonly json?: true;
}

/** A command with `--json`, and with examples at the end of its help. */
export const explained = (command: Command, examples: readonly string[]): Command =>
  command
    .addOption(new Option('--json', 'print JSON, for programs'))
    .addHelpText('after', `\nExamples:\n${examples.map((line) => `  $ ${line}\n`).join('')}`);

/** One JSON document on one line, or the text for people, in colour on a terminal. */
export function print(
  { json }: Printing,
  value: unknown,
  text: (paint: Paint) => string = String,
): void {
  process.stdout.write(json ? `${JSON.stringify(value)}\n` : text(paintFor(process.stdout)));
}

/** Beside the output, so that a program that reads the output does not stumble over it. */
export function remark(text: string): void {
  process.stderr.write(`${text}\n`);
}
