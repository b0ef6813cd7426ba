import { join } from 'node:path';
import { HandClock, Stage } from '../../test/support/stage';
import { moneyOf } from '../money';
import type { AuditStore } from '../store/store.port';
import { aFolder, playCompany, runningCode } from './company.fixture';
import { rebuild } from './rebuild';
import { verify } from './verify';

const folder = aFolder();
afterAll(folder.remove);

const dump = async (audit: AuditStore): Promise<readonly string[]> => {
  const lines: string[] = [];
  for await (const line of audit.dumpProjections()) lines.push(line);
  return lines;
};

describe.each([
  ['in a file', () => `sqlite:${join(folder.path, 'rebuild.db')}`],
  ['in memory', () => 'sqlite::memory:'],
])('a rebuild of a database %s', (_where, url) => {
  let stage: Stage;
  const clock = new HandClock();
  beforeAll(async () => {
    stage = await Stage.open({ url: url(), clock });
  });
  afterAll(() => stage.close());

  it('gives back, byte for byte, what the engine wrote', async () => {
    await playCompany(stage, clock);
    const { audit } = stage;
    const before = await dump(audit);
    const { tenants, events } = await rebuild({ audit }, runningCode().projector);
    expect(await dump(audit)).toEqual(before);
    expect(before.length).toBeGreaterThan(100);
    expect(tenants).toBe(1);
    expect(events).toBe((await audit.head(stage.tenantId)).position);
    expect((await verify({ audit }, runningCode())).ok).toBe(true);
  });

  it('leaves a database with which the engine goes on', async () => {
    const account = await stage.openAccount('EUR');
    await stage.fund(account, '5', 'EUR');
    await stage.withdraw(account, moneyOf('5.01', 'EUR'));
    expect(await stage.balance(account)).toEqual({ posted: '5.00', held: '0.00' });
    expect((await verify({ audit: stage.audit }, runningCode())).ok).toBe(true);
  });

  it('brings back a tenant that the projections had lost', async () => {
    const { audit } = stage;
    const before = await dump(audit);
    await audit.dropProjections();
    expect((await verify({ audit }, runningCode())).ok).toBe(false);
    await rebuild({ audit }, runningCode().projector);
    expect(await dump(audit)).toEqual(before);
  });
});
