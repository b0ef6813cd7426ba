/**
 * `npm start`: builds when the build is missing or older than its sources, then becomes the server.
 *
 * The server runs in this very process, so that a signal reaches it directly and its exit code is
 * the command's.
 */
import { pathToFileURL } from 'node:url';
import { built } from './fresh-build.mjs';

const server = built('main.js');
followParent();
process.argv[1] = server;
await import(pathToFileURL(server).href);

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
