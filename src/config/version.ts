import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Beside `src` as beside `dist`. */
const manifest = join(__dirname, '..', '..', 'package.json');

/** The version of the program, as its package says. */
export const version = (): string =>
  (JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string }).version;
