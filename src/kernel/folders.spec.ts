import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from './folders';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cambist-folders-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

it('makes a folder with all that are missing above it, once', () => {
  const folder = join(root, 'a', 'b', 'c');
  makeFolder(folder);
  makeFolder(folder);
  expect(statSync(folder).isDirectory()).toBe(true);
});

// Where there is no /proc, the first of the two folders can be made no more than the second.
it('gives up at once where nothing can be made', () => {
  expect(() => makeFolder('/proc/cambist/a')).toThrow(/ENOENT|EACCES|EPERM|EROFS/);
});
