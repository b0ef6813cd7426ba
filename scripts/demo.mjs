/**
 * `npm run demo`: the guided tour of a running server, which is `cambist demo`. Options go behind
 * two dashes: `npm run demo -- --fast`.
 */
import { pathToFileURL } from 'node:url';
import { built } from './fresh-build.mjs';

const program = built('cli/main.js');
process.argv = [process.argv[0], program, 'demo', ...process.argv.slice(2)];
await import(pathToFileURL(program).href);
