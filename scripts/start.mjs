/**
 * `npm start`: builds when the build is missing or older than its sources, then becomes the server.
 *
 * The server runs in this very process, so that a signal reaches it directly and its exit code is
 * the command's. Where there is nothing to build with (an image without development dependencies)
 * the build that is there is run as it is.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const server = join(root, 'dist', 'main.js');
const inputs = [
  'src',
  'tsconfig.json',
  'tsconfig.build.json',
  'nest-cli.json',
  'package-lock.json',
];

const compiler = findCompiler();
if (compiler !== undefined && isStale()) build();
if (!existsSync(server)) stop('There is no build and nothing to build with: run `npm ci` first.');

followParent();
process.argv[1] = server;
await import(pathToFileURL(server).href);

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

function build() {
  console.error('Building …');
  const { status } = spawnSync(process.execPath, [compiler, 'build'], {
    cwd: root,
    // What the build prints is no output of the server.
    stdio: ['ignore', 2, 2],
  });
  if (status === 0) return;
  // A build with errors may have left files behind that look new.
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  stop('The build failed; the server was not started.');
}

/**
 * A SIGTERM to npm ends the shell between npm and us and never reaches us; that shell's end is the
 * signal then. Without this the server would stay behind, holding its port.
 */
function followParent() {
  if (process.env.npm_lifecycle_event !== 'start') return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 250);
  watch.unref();
}

function stop(why) {
  console.error(why);
  process.exit(1);
}
