/**
 * `npm run chaos`: the built servers under load and faults, and then the reckoning. Options go
 * behind two dashes: `npm run chaos -- --profile smoke --seed 7`. See docs/chaos.md.
 */
import { createRequire } from 'node:module';
import { built } from './fresh-build.mjs';

const require = createRequire(import.meta.url);

built('main.js');
require('./typescript.cjs');
const { main } = require('../chaos/main.ts');
process.exit(await main(process.argv.slice(2)));
