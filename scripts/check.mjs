/**
 * `npm run check`: everything that a machine can hold and that needs no test run. Every step runs,
 * whatever became of the one before, so that one run shows all there is to mend. The last line
 * says `N passed, N failed`.
 */
import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const steps = [
  { name: 'types', command: 'tsc --noEmit' },
  { name: 'lint and flow rules', command: 'eslint --max-warnings 0 .' },
  { name: 'who imports whom', command: 'depcruise --config .dependency-cruiser.cjs src' },
  { name: 'dead code', command: 'knip' },
  { name: 'format', command: 'prettier --check --log-level warn .' },
  { name: 'generated docs are fresh', command: 'npm run --silent docs:flows -- --check' },
  // Built by the step before.
  {
    name: 'docs/openapi.json and docs/asyncapi.json are fresh',
    command: 'node dist/cli/docs-openapi.js --check',
  },
];

const failed = steps.filter((step) => !passes(step)).map(({ name }) => name);

run('node scripts/longest-functions.mjs');
for (const name of failed) console.log(`failed: ${name}`);
console.log(`${steps.length - failed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length === 0 ? 0 : 1;

function passes({ name, command }) {
  console.log(`\n== ${name}: ${command}`);
  return run(command) === 0;
}

function run(command) {
  const tools = join(root, 'node_modules', '.bin');
  return spawnSync(command, {
    cwd: root,
    shell: true,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, PATH: `${tools}${delimiter}${process.env.PATH}` },
  }).status;
}
