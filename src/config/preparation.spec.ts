import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from './environment';
import { prepare } from './preparation';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cambist-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('makes the folder of an SQLite file', () => {
  const path = join(folder, 'a', 'b', 'c.db');
  prepare(readEnvironment({ DATABASE_URL: `sqlite:${path}` }), folder);
  expect(existsSync(join(folder, 'a', 'b'))).toBe(true);
});

it('makes a master key once, for its owner only', () => {
  const data = join(folder, 'data');
  const environment = readEnvironment({ DATABASE_URL: `sqlite:${join(folder, 'c.db')}` });
  const { masterKey } = prepare(environment, data);
  expect(masterKey).toHaveLength(32);
  expect(prepare(environment, data).masterKey).toEqual(masterKey);
  expect(statSync(join(data, 'master.key')).mode & 0o777).toBe(0o600);
  expect(readdirSync(data)).toEqual(['master.key']);
});

it('takes the key that it is given, and writes none', () => {
  const key = Buffer.alloc(32, 7);
  const environment = readEnvironment({
    DATABASE_URL: `sqlite:${join(folder, 'c.db')}`,
    MASTER_KEY: key.toString('base64'),
  });
  expect(prepare(environment, folder).masterKey).toEqual(key);
  expect(readdirSync(folder)).toEqual([]);
});

it('leaves nothing behind for a store in memory', () => {
  prepare(readEnvironment({ DATABASE_URL: 'sqlite::memory:' }), folder);
  expect(readdirSync(folder)).toEqual([]);
});

it('says in one line when a file stands where a folder should be', () => {
  writeFileSync(join(folder, 'file'), '');
  const environment = readEnvironment({ DATABASE_URL: `sqlite:${join(folder, 'file', 'c.db')}` });
  expect(() => prepare(environment, folder)).toThrow(/^DATABASE_URL must name a file/);
});

it('refuses a damaged key file rather than using it', () => {
  writeFileSync(join(folder, 'master.key'), 'damaged');
  const environment = readEnvironment({ DATABASE_URL: `sqlite:${join(folder, 'c.db')}` });
  expect(() => prepare(environment, folder)).toThrow(/^MASTER_KEY must be/);
});
