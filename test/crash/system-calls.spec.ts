import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Chance } from '../../chaos/chance';
import { answersAreDefinite, answersAreRepeated } from '../../chaos/compare/answers.check';
import { balancesAreReckoned } from '../../chaos/compare/balances.check';
import type { Evidence, Finding } from '../../chaos/compare/check';
import { eventsAreWhole } from '../../chaos/compare/events.check';
import { flowsAreTheCalls } from '../../chaos/compare/flows.check';
import { booksVerify, nobodyDied, nothingIsParked } from '../../chaos/compare/operations.check';
import { heal } from '../../chaos/heal';
import { Customer } from '../../chaos/load/customer';
import { Follower } from '../../chaos/load/follower';
import { Journal } from '../../chaos/load/journal';
import { build } from '../../chaos/load/town';
import { readPlan } from '../../chaos/options';
import { fileCalls, inject, straceIsMissing, type Injection } from '../../chaos/system/strace';
import { System } from '../../chaos/system/system';

/**
 * The built server on an SQLite file, its system calls tampered with: it is killed in the very
 * call that would have made an answer durable, and its disk fails. What clients were told is then
 * compared with what the server says, exactly.
 */
const CLIENTS = 4;
const SEED = 'system calls';
/** Milliseconds that load may take to reach the call that kills. */
const DEAD_WITHIN = 20_000;
/** Milliseconds for which load goes on while a call fails. */
const ROUND = 1_500;

const missing = straceIsMissing();
if (missing !== undefined) console.warn(`SKIPPED: ${missing}: no system call was tampered with.`);

(missing === undefined ? describe : describe.skip)('a server on SQLite', () => {
  let folder: string;
  let evidence: Omit<Evidence, 'damage' | 'lasted'>;
  let rounds = 0;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cambist-system-calls-'));
    const asked = ['--store', 'sqlite', '--simulator', 'in-process'];
    const [options] = readPlan(asked, SEED).parts;
    const system = await System.start(options, folder);
    const journal = new Journal(join(folder, 'journal.jsonl'));
    const follower = new Follower(system);
    evidence = { options, system, journal, follower, town: await build(system) };
  }, 60_000);

  afterAll(async () => {
    await evidence.system.stop();
    evidence.journal.close();
    rmSync(folder, { recursive: true });
  });

  /** Customers call for as long as the work takes. */
  async function underLoad(work: () => Promise<void>): Promise<void> {
    const { system, town, journal } = evidence;
    const chance = new Chance(`${SEED} ${String(rounds)}`);
    let isOver = false;
    const customers = Array.from({ length: CLIENTS }, (_none, at) => {
      const name = `round-${String(rounds)}-client-${String(at)}`;
      const own = { name, chance: chance.fork(name), think: 20 };
      return new Customer({ ...own, system, town, journal }).live(() => isOver);
    });
    rounds++;
    try {
      await work();
    } finally {
      isOver = true;
      await Promise.all(customers);
    }
  }

  const tampering = (what: Omit<Injection, 'pid' | 'files'>): Injection => {
    const { files = '' } = evidence.system;
    return { pid: host().pid!, files: [files, `${files}-wal`], ...what };
  };
  const host = () => evidence.system.servers[0]!.host;

  async function untilDead(): Promise<void> {
    const deadline = Date.now() + DEAD_WITHIN;
    while (host().pid !== undefined && Date.now() < deadline) await sleep(20);
  }

  async function differences(): Promise<readonly Finding[]> {
    const damage = { counts: new Map(), missing: new Map() };
    const whole: Evidence = { ...evidence, damage, lasted: 0 };
    const checks = [
      nobodyDied,
      answersAreDefinite,
      flowsAreTheCalls,
      balancesAreReckoned,
      eventsAreWhole,
      nothingIsParked,
      answersAreRepeated,
      booksVerify,
    ];
    const found: Finding[] = [];
    for (const check of checks) found.push(...(await check(whole)));
    return found.filter((finding) => finding.differences.length > 0);
  }

  it('loses nothing when it is killed in a write or in a flush', async () => {
    let kills = 0;
    for (const call of fileCalls) {
      for (const when of ['1', '3', '25']) {
        const isDead = await host().isKilledBy(() =>
          underLoad(async () => {
            const injection = tampering({ call, what: 'signal=KILL', when });
            const stop = await inject(injection);
            await untilDead();
            await stop();
          }),
        );
        if (isDead) kills++;
        await heal(evidence.system, evidence.journal);
      }
    }
    expect(kills).toBe(6);
    expect(await differences()).toEqual([]);
  }, 300_000);

  it.each(['error=EIO', 'error=ENOSPC'] as const)(
    'answers at worst that it does not know while every write and flush has %s',
    async (what) => {
      const before = serverFaults();
      for (const call of fileCalls) {
        await underLoad(async () => {
          const stop = await inject(tampering({ call, what, when: '1+' }));
          await sleep(ROUND);
          await stop();
        });
        await heal(evidence.system, evidence.journal);
      }
      expect(serverFaults()).toBeGreaterThan(before);
      expect(await differences()).toEqual([]);
    },
    180_000,
  );

  /** How often a client was told that it is not known what happened. */
  const serverFaults = (): number =>
    [...evidence.journal.heard]
      .filter(([status]) => status.startsWith('5'))
      .reduce((sum, [, count]) => sum + count, 0);
});
