import { setTimeout as sleep } from 'node:timers/promises';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Chance } from './chance';
import type { Evidence } from './compare/check';
import { compare } from './compare/compare';
import { isServed, shortOf } from './faults/promise';
import { storm, type Raging } from './faults/storm';
import { heal } from './heal';
import { Customer } from './load/customer';
import { Follower } from './load/follower';
import { Journal } from './load/journal';
import { build } from './load/town';
import type { Options } from './options';
import type { Look } from './report';
import { System } from './system/system';

export interface Run {
  readonly evidence: Evidence;
  readonly looks: readonly Look[];
}

export type Say = (what: string) => void;

const LOOKS_EVERY = 500;

/** The whole story: a system, a storm, its healing, and the reckoning, twice. */
export async function run(options: Options, folder: string, say: Say): Promise<Run> {
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  const system = await System.start(options, folder);
  const journal = new Journal(join(folder, 'journal.jsonl'));
  try {
    const town = await build(system);
    const follower = new Follower(system);
    say(`${String(options.storm / 1_000)} s of load and faults`);
    const storm = await weather({ options, system, town, journal, follower });
    for (const [kind, why] of storm.damage.missing) say(`NOT DONE: ${kind}: ${why}`);
    const evidence: Evidence = { options, system, town, journal, follower, ...storm };
    say('healing');
    await heal(system, journal);
    say('comparing');
    const looks: Look[] = [{ when: 'after healing', findings: await compare(evidence) }];
    say('one more restart, and comparing again');
    await restart(system);
    looks.push({ when: 'after one more restart', findings: await compare(evidence) });
    say('done');
    return { evidence, looks };
  } finally {
    await system.stop();
    journal.close();
  }
}

/** Load and faults at the same time, until it is enough. */
async function weather({
  options,
  system,
  town,
  journal,
  follower,
}: Omit<Evidence, 'damage' | 'lasted'>): Promise<Pick<Evidence, 'damage' | 'lasted'>> {
  const { profile, seed, store } = options;
  const chance = new Chance(`${seed} ${store}`);
  const over = new AbortController();
  const began = Date.now();
  const isOver = (): boolean => over.signal.aborted;
  const customers = Array.from({ length: profile.clients }, (_none, at) => {
    const name = `client-${String(at + 1)}`;
    const own = { name, chance: chance.fork(name), think: profile.think };
    return new Customer({ ...own, system, town, journal }).live(isOver);
  });
  const following = follower.follow(isOver);
  const raging = storm({ system, chance, profile, over: over.signal });
  // A fault that cannot be taken back ends the run, and not only when the storm is over.
  await Promise.race([untilEnough(options, journal, raging), raging.ended]);
  over.abort();
  await raging.ended;
  const lasted = Date.now() - began;
  await Promise.all([...customers, following]);
  return { damage: raging, lasted };
}

/** How many faults there are in a minute is up to the machine, and how many there must be is not. */
async function untilEnough(options: Options, journal: Journal, damage: Raging): Promise<void> {
  await sleep(options.storm);
  const latest = Date.now() + options.longestStorm - options.storm;
  const isEnough = (): boolean => isServed(options, journal) && shortOf(options, damage).size === 0;
  while (!isEnough() && Date.now() < latest) await sleep(LOOKS_EVERY);
}

async function restart(system: System): Promise<void> {
  for (const host of system.hosts) await host.drain();
  for (const host of [...system.hosts].reverse()) await host.start();
}
