/**
 * A build that is no older than its sources, for the scripts that run it. Where there is nothing
 * to build with (an image without development dependencies) the build that is there is run as it is.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const server = join(root, 'dist', 'main.js');
const inputs = [
  'src',
  'tsconfig.json',
  'tsconfig.build.json',
  'nest-cli.json',
  'package-lock.json',
];

/** Builds when that is needed; answers where a file of the build is. Ends the process when it fails. */
export function built(file) {
  const compiler = findCompiler();
  if (compiler !== undefined && isStale()) build(compiler);
  if (!existsSync(server)) stop('There is no build and nothing to build with: run `npm ci` first.');
  return join(root, 'dist', file);
}

function findCompiler() {
  try {
    return createRequire(import.meta.url).resolve('@nestjs/cli/bin/nest.js');
  } catch {
    return undefined;
  }
}

function isStale() {
  return !existsSync(server) || newest(inputs) > statSync(server).mtimeMs;
}

/** Folders count too: their time changes when a file comes or goes. Specs are not built. */
function newest(names) {
  const within = (name) =>
    name === 'src'
      ? [
          'src',
          ...readdirSync(join(root, name), { recursive: true }).map((each) => join(name, each)),
        ]
      : [name];
  return Math.max(
    0,
    ...names
      .filter((name) => existsSync(join(root, name)))
      .flatMap(within)
      .filter((name) => !name.endsWith('.spec.ts'))
      .map((name) => statSync(join(root, name)).mtimeMs),
  );
}

function build(compiler) {
  console.error('Building …');
  const { status } = spawnSync(process.execPath, [compiler, 'build'], {
    cwd: root,
    // What the build prints is no output of who needs it.
    stdio: ['ignore', 2, 2],
  });
  if (status === 0) return;
  // A build with errors may have left files behind that look new.
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  stop('The build failed; nothing was started.');
}

function stop(why) {
  console.error(why);
  process.exit(1);
}
