/**
 * `npm run bench`: measures the built server. Options go behind two dashes:
 * `npm run bench -- --only S1,L1 --seconds 2`. What there is to choose: `bench/README.md`.
 */
import { createRequire } from 'node:module';
import { built } from './fresh-build.mjs';

const require = createRequire(import.meta.url);

built('main.js');
require('./typescript.cjs');
require('../bench/main.ts');
