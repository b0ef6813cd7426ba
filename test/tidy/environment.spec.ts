import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { variableNames } from '../../src/config/environment';

const page = readFileSync(join(__dirname, '../../docs/environment.md'), 'utf8');
const documented = [...page.matchAll(/^\| `([A-Z_]+)` +\|/gm)].map(([, name]) => name);

it('docs/environment.md explains every variable, and no other one', () => {
  expect([...documented].sort()).toEqual([...variableNames].sort());
});
