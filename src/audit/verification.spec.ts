import { join } from 'node:path';
import { HandClock, Stage } from '../../test/support/stage';
import { moneyOf } from '../money';
import { DiscoveryService } from '@nestjs/core';
import { Projector } from '../engine/projector';
import { aFolder, playCompany } from './company.fixture';
import { Verification } from './verification';

const folder = aFolder();
afterAll(folder.remove);

describe('verification on request', () => {
  let stage: Stage;
  let verification: Verification;
  const clock = new HandClock();

  const aVerification = (): Verification => {
    const made = new Verification(
      stage.audit,
      stage.module.get(Projector, { strict: false }),
      stage.module.get(DiscoveryService, { strict: false }),
    );
    made.onModuleInit();
    return made;
  };

  beforeAll(async () => {
    stage = await Stage.open({
      url: `sqlite:${join(folder.path, 'live.db')}`,
      clock,
    });
    verification = aVerification();
    await playCompany(stage, clock);
  });
  afterAll(() => stage.close());

  it('reads the chains from the running modules', async () => {
    const { ok, checks } = await verification.of(stage.tenantId);
    expect(ok).toBe(true);
    expect(checks.find(({ name }) => name === 'flows-follow-their-chain')?.checked).toBeGreaterThan(
      50,
    );
  });

  it('sees one moment while turns go on', async () => {
    const account = await stage.openAccount('EUR', { overdraft: '100000' });
    const other = await stage.openAccount('JPY');
    const busy = { on: true };
    const traffic = async (): Promise<void> => {
      while (busy.on) {
        await Promise.all([
          stage.deposit(account, moneyOf('1.01', 'USD')),
          stage.withdraw(account, moneyOf('1.01', 'EUR')),
          stage.transfer(account, other, moneyOf('1.01', 'USD')),
        ]);
      }
    };
    const running = traffic();
    try {
      const looked: number[] = [];
      for (let round = 0; round < 3; round++) {
        const { checks } = await verification.of(stage.tenantId);
        expect(checks.filter(({ ok }) => !ok)).toEqual([]);
        looked.push(checks.find(({ name }) => name === 'streams-have-no-gap')?.checked ?? 0);
      }
      expect(looked.at(-1)).toBeGreaterThan(looked[0]!);
    } finally {
      busy.on = false;
      await running;
    }
  });

  it('shares a round among those who wait for it, and begins it after they asked', async () => {
    const [first, second, third] = [1, 2, 3].map(() => verification.of(stage.tenantId));
    expect(second).toBe(first);
    expect(third).toBe(first);
    await first;
    expect(verification.of(stage.tenantId)).not.toBe(first);
  });

  it('is broken off when the process ends', async () => {
    const stopping = aVerification();
    const round = stopping.of(stage.tenantId);
    stopping.beforeApplicationShutdown();
    await expect(round).rejects.toThrow('the process is ending');
  });
});
