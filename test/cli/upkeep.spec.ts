import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Workplace } from './cambist';

let workplace: Workplace;
beforeAll(() => {
  workplace = new Workplace();
});
afterAll(() => {
  workplace.clear();
});

it('migrate makes a database that is ready to be served, and does no harm a second time', async () => {
  const first = await workplace.cambist('migrate');
  expect(first).toMatchObject({ code: 0, out: 'The schema is that of this version.\n' });
  expect(await workplace.json('migrate')).toEqual({ migrated: true, serverRole: null });
  expect((await workplace.cambist('migrate', '--server-role', 'cambist_app')).code).toBe(1);
  expect((await workplace.cambist('migrate', '--server-role', 'app; drop')).code).toBe(2);
});

it('backup copies for its owner only, and never over what is there', async () => {
  const copy = join(workplace.folder, 'copy.db');
  const { file, bytes } = await workplace.json('backup', copy);
  expect([file, bytes]).toEqual([copy, statSync(copy).size]);
  expect(statSync(copy).mode & 0o777).toBe(0o600);

  const again = await workplace.cambist('backup', copy);
  expect(again.code).toBe(1);
  expect(again.err).toMatch(/^cambist: There is something at [^\n]+ already\.\n$/);
  expect(statSync(copy).size).toBe(bytes);
});

it('backup makes nothing where it cannot, and says why in one line', async () => {
  const nowhere = await workplace.cambist('backup', join(workplace.folder, 'no', 'copy.db'));
  expect(nowhere.code).toBe(2);
  expect(nowhere.err).toMatch(/^cambist: [^\n]+\n$/);
  const missing = { DATABASE_URL: `sqlite:${join(workplace.folder, 'missing.db')}` };
  const copy = join(workplace.folder, 'of-nothing.db');
  expect((await workplace.run(['backup', copy], missing)).code).toBe(2);
  expect(existsSync(copy)).toBe(false);
  const server = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/cambist' };
  expect((await workplace.run(['backup', copy], server)).code).toBe(1);
});
