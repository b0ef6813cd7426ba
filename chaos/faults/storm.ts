import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance } from '../chance';
import type { Profile } from '../profiles';
import type { System } from '../system/system';
import { databaseFaults } from './database.faults';
import { diskFaults } from './disk.faults';
import type { Fault, Storm } from './fault';
import { serverFaults } from './servers.faults';
import { simulatorFaults } from './simulator.faults';

const faults: readonly Fault[] = [
  ...serverFaults,
  ...diskFaults,
  ...simulatorFaults,
  ...databaseFaults,
];

/** What was done, and what could not be. */
export interface Damage {
  readonly counts: ReadonlyMap<string, number>;
  /** Kinds of faults that this system or machine cannot have, and why. */
  readonly missing: ReadonlyMap<string, string>;
}

/** Damage that still grows. */
export interface Raging extends Damage {
  /** Settles after the storm was called off, when the last fault is taken back. */
  readonly ended: Promise<unknown>;
}

export interface StormOptions {
  readonly system: System;
  readonly chance: Chance;
  readonly profile: Profile;
  /** Aborted when it is enough. */
  readonly over: AbortSignal;
}

/** Faults, one after another for each troublemaker, until it is enough. */
export function storm({ system, chance, profile, over }: StormOptions): Raging {
  const missing = new Map(
    faults.flatMap((fault) => {
      const why = fault.missing(system, profile);
      return why === undefined ? [] : [[fault.kind, why] as const];
    }),
  );
  const possible = faults.filter(({ kind }) => !missing.has(kind));
  const counts = new Map(possible.map(({ kind }) => [kind, 0]));
  const wait = async (milliseconds: number): Promise<void> => {
    await sleep(milliseconds, undefined, { signal: over }).catch(() => undefined);
  };
  const isOver = (): boolean => over.aborted;
  const troublemaker = async (own: Chance): Promise<void> => {
    const surroundings: Storm = { system, chance: own, profile, wait, isOver };
    while (!isOver()) {
      const fault = own.weighted(possible.map((each) => [each.weight, each] as const));
      const isDone = await fault.strike(surroundings);
      if (isDone) counts.set(fault.kind, (counts.get(fault.kind) ?? 0) + 1);
      await wait(own.whole(...profile.calm));
    }
  };
  const troublemakers = Array.from({ length: profile.troublemakers }, (_none, at) =>
    troublemaker(chance.fork(`troublemaker ${String(at)}`)),
  );
  return { counts, missing, ended: Promise.all(troublemakers) };
}
