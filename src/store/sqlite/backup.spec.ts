import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anEvent, changing, ids, nothingWanted } from '../store.fixture';
import { backUpSqlite } from './backup';
import { openSqliteStore } from './sqlite.store';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cambist-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

it('holds what was committed last, though it stands in the WAL only', async () => {
  const [path, to] = [join(folder, 'cambist.db'), join(folder, 'copy.db')];
  const store = await openSqliteStore({ path, now: () => 0 });
  const tenant = ids.next('ten');
  const event = anEvent(tenant, { kind: 'tenant', id: tenant }, 1);
  await store.turns.turn(nothingWanted, async () => changing({ events: [event] }));
  await backUpSqlite({ path, to });
  await store.close();

  const copy = await openSqliteStore({ path: to, now: () => 0, readOnly: true });
  expect((await copy.audit.head(tenant)).position).toBe(1);
  await copy.close();
});

it('is not written over what is there', async () => {
  const [path, to] = [join(folder, 'cambist.db'), join(folder, 'copy.db')];
  await (await openSqliteStore({ path, now: () => 0 })).close();
  writeFileSync(to, '');
  await expect(backUpSqlite({ path, to })).rejects.toThrow('EEXIST');
});
