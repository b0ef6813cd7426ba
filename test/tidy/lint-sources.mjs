/**
 * Lints sources that exist in memory only, with the project's own configuration: reads
 * `[{ path, code }]` from standard input and writes, for each, the rules and messages that it broke.
 *
 * A process of its own, because ESLint loads its configuration by `import()`, which jest has not.
 * The rules that ask the type checker are off: it knows no file that is not on the disk.
 */
import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

const eslint = new ESLint({ overrideConfig: [tseslint.configs.disableTypeChecked] });

const broken = async ({ path, code }) => {
  const [result] = await eslint.lintText(code, { filePath: path });
  return result.messages.map(({ ruleId, message }) => ({ ruleId, message }));
};

const sources = JSON.parse(await text(process.stdin));
process.stdout.write(JSON.stringify(await Promise.all(sources.map(broken))));
