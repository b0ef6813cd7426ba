import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { variableNames } from '../../src/config/environment';
import { serve } from '../support/server';

const root = join(__dirname, '..', '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
// A line that ends with a backslash goes on.
const dockerfile = read('Dockerfile').replaceAll(/\\\n\s*/g, '');
const compose = read('compose.yaml');

const instructions = (name: string): readonly string[] =>
  [...dockerfile.matchAll(new RegExp(`^${name} (.+)$`, 'gm'))].map(([, rest = '']) => rest);

/** Each service with its lines. */
const services = new Map(
  [...compose.matchAll(/^ {2}(\w+):\n((?: {4}.*\n|\n)+)/gm)].map(([, name = '', lines = '']) => [
    name,
    lines,
  ]),
);
const variablesOf = (service: string): readonly string[] =>
  [...(services.get(service) ?? '').matchAll(/^ {6}([A-Z_]+): /gm)].map(([, name = '']) => name);

describe('Dockerfile', () => {
  it('copies what is there and what .dockerignore lets in', () => {
    const allowed = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    const copied = instructions('COPY')
      .filter((words) => !words.startsWith('--from'))
      .flatMap((words) => words.split(' ').slice(0, -1));
    expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    expect([...new Set(copied)].sort()).toEqual([...allowed].sort());
  });

  it('sets only variables that the server knows', () => {
    const set = instructions('ENV').flatMap((words) =>
      words.split(' ').map((pair) => pair.split('=')[0] ?? ''),
    );
    expect(set).toContain('NODE_ENV');
    expect(set.filter((name) => !variableNames.includes(name))).toEqual([]);
  });

  it('ends as a user without rights, on the Node that we develop on or a newer one', () => {
    expect(instructions('USER')).toEqual(['node']);
    expect(new Set(instructions('FROM').map((words) => words.split(' ')[0]))).toEqual(
      new Set(['node:24-slim']),
    );
    const [, last] = dockerfile.split('npm ci --omit=dev');
    expect(last).not.toContain('--from=build /app/node_modules');
  });

  it('is healthy while the server answers, and only then', async () => {
    const [, json = ''] = / CMD (\[.+\])$/m.exec(dockerfile) ?? [];
    const [, ...words] = JSON.parse(json) as [string, ...string[]];
    const exitCode = (port: string): Promise<unknown> =>
      new Promise((resolve) => {
        execFile(process.execPath, words, { env: { PORT: port } }, (fault) => {
          resolve(fault === null ? 0 : fault.code);
        });
      });
    const server = await serve();
    const { port } = new URL(server.url);
    expect(await exitCode(port)).toBe(0);
    await server.stop();
    expect(await exitCode(port)).toBe(1);
  });
});

describe('compose.yaml', () => {
  it('sets only variables that docs/environment.md explains', () => {
    const explained = [...read('docs/environment.md').matchAll(/^\| `([A-Z_]+)` +\|/gm)];
    const known = explained.map(([, name]) => name);
    for (const service of ['migrate', 'server']) {
      const set = variablesOf(service);
      expect(set).toContain('DATABASE_URL');
      expect(set.filter((name) => !known.includes(name))).toEqual([]);
    }
  });

  it('has no secret of its own: each comes from outside, and is told by docs/operations.md', () => {
    const asked = [...compose.matchAll(/\$\{([A-Z_]+)(:[?-])?([^}]*)\}/g)];
    const secrets = asked.filter(([, name = '']) => /PASSWORD|KEY/.test(name));
    expect(secrets.length).toBeGreaterThan(3);
    expect(secrets.filter(([, , how]) => how !== ':?')).toEqual([]);
    const operations = read('docs/operations.md');
    for (const [, name = ''] of secrets) expect(operations).toContain(name);
    expect(compose).not.toMatch(/(?:PASSWORD|KEY): (?!\$\{)/);
  });

  it('serves by the role without the rights of the owner', () => {
    expect(services.get('server')).toContain('postgres://cambist_app:');
    expect(services.get('server')).not.toContain('cambist_owner');
  });
});
