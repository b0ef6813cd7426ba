import 'reflect-metadata';
import type { Command } from 'commander';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promises } from '../../src/audit/verify';
import { cambist } from '../../src/cli/program';

const page = readFileSync(join(__dirname, '../../docs/cli.md'), 'utf8');

/** Each section of the page by the command in its heading, without the names of arguments. */
const sections = new Map(
  [...page.matchAll(/^## `([^`]+)`\n([^]*?)(?=^## |(?![^]))/gm)].map(
    ([, heading = '', text = '']) => [heading, text],
  ),
);

const nameOf = (command: Command): string =>
  command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;

const usageOf = (command: Command): string =>
  [nameOf(command), ...command.registeredArguments.map((each) => `<${each.name()}>`)].join(' ');

const leaves = (command: Command): readonly Command[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);

const commands = leaves(cambist());

it('docs/cli.md has a section for every command, and for no other one', () => {
  expect([...sections.keys()].sort()).toEqual(commands.map(usageOf).sort());
});

it('cambist verify: every check stands there with what it proves, in its order', () => {
  const rows = [
    ...(sections.get('cambist verify') ?? '').matchAll(/^\| `([a-z][a-z-]+)` +\| (.+?) +\|$/gm),
  ];
  expect(rows.map(([, name, proves]) => ({ name, proves }))).toEqual(
    promises.map(({ name, proves }) => ({ name, proves })),
  );
});

it.each(commands.map((command) => [usageOf(command), command] as const))(
  '%s: its options are documented, no others, and its help has an example',
  (usage, command) => {
    const documented = [...(sections.get(usage) ?? '').matchAll(/^\| `(--[^`]+)` +\|/gm)];
    const options = command.options.map(({ flags }) => flags);
    expect(documented.map(([, flags]) => flags).sort()).toEqual([...options].sort());
    expect(options).toContain('--json');

    let help = '';
    command.configureOutput({ writeOut: (text) => (help += text) });
    command.outputHelp();
    expect(help).toMatch(/Examples:\n {2}\$ /);
    expect(help).toContain(`cambist ${usage.split(' ')[1] ?? ''}`);
  },
);
