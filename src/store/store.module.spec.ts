import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Test } from '@nestjs/testing';
import { Clock } from '../kernel/clock';
import { openStore } from './open-store';
import { anEvent, changing, ids, nothingWanted } from './store.fixture';
import { StoreModule } from './store.module';
import { AuditStore, Inbox, Outbox, ReadStore, TurnStore } from './store.port';

class StoppedClock extends Clock {
  override millis(): number {
    return 1_000;
  }
}

describe('the store module', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cambist-module-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const start = async (url: string) => {
    const module = await Test.createTestingModule({
      imports: [StoreModule.forRoot({ url, clock: new StoppedClock() })],
    }).compile();
    return module.init();
  };

  it('gives every port of one store, dated by its clock', async () => {
    const app = await start('sqlite::memory:');
    const tenant = ids.next('ten');
    const event = anEvent(tenant, { kind: 'tenant', id: tenant }, 1);
    const turn = app.get(TurnStore).turn(nothingWanted, async () => changing({ events: [event] }));
    expect((await turn)[0]?.committedAt).toBe('1970-01-01T00:00:01.000Z');
    expect((await app.get(AuditStore).head(tenant)).position).toBe(1);
    expect((await app.get(Outbox).depth(0)).tasks).toBe(0);
    expect(await app.get(Inbox).unapplied(1)).toEqual([]);
    await expect(app.get(ReadStore).ping()).resolves.toBeUndefined();
    await app.close();
  });

  it('makes the file and its folder, and closes it when the application shuts down', async () => {
    const app = await start(`sqlite:${join(folder, 'deep', 'down', 'cambist.db')}`);
    const reads = app.get(ReadStore);
    await app.close();
    await expect(reads.ping()).rejects.toThrow('closed');
  });
});

describe('a DATABASE_URL', () => {
  const open = (url: string) => openStore({ url, now: () => 0 });

  it.each(['', 'sqlite:', 'mysql://h', './data/x.db', '__proto__:x'])(
    'is refused in one clear line when it names no store: %j',
    async (url) => {
      await expect(open(url)).rejects.toThrow('DATABASE_URL must be sqlite:<path> or postgres://…');
    },
  );
});
