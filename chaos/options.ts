import { parseArgs } from 'node:util';
import { profiles, type Profile, type ProfileName } from './profiles';

export type StoreName = 'sqlite' | 'postgres';

/** What is asked of one system: its own processes, load and faults. */
export interface Options {
  readonly profile: Profile;
  readonly seed: string;
  readonly store: StoreName;
  readonly instances: number;
  readonly simulator: 'alone' | 'in-process';
  /** Milliseconds of load and faults, at least, ... */
  readonly storm: number;
  /** ... and at most, when what is promised needs longer. */
  readonly longestStorm: number;
}

/** What is asked of a run: one system, or one on each store side by side. */
export interface Plan {
  readonly profileName: ProfileName;
  readonly seed: string;
  readonly parts: readonly [Options, ...Options[]];
  /** What plans the same run again. */
  readonly command: string;
  /** Where the report is written too; it is always printed. */
  readonly report: string | undefined;
}

export const usage = `Usage: npm run chaos -- [options]

  --profile smoke|floor|night     how hard and how long (smoke)
  --seed <text>                   the same seed plans the same calls and faults (by chance)
  --store sqlite|postgres|both    postgres makes a cluster of its own with initdb; both: a system
                                  on each, side by side in one run (both)
  --instances <1 to 5>            servers on one PostgreSQL database; SQLite has one (3)
  --simulator alone|in-process    the payment provider as a process of its own, or not (alone)
  --minutes <number>              how long load and faults last (the profile's)
  --report <file>                 writes the report there too
`;

const stores = {
  sqlite: ['sqlite'],
  postgres: ['postgres'],
  both: ['sqlite', 'postgres'],
} as const;

/** Reads the command line; throws an Error that says in a line what is wrong with it. */
export function readPlan(args: readonly string[], anySeed: string): Plan {
  const { values } = parseArgs({
    args: [...args],
    options: {
      profile: { type: 'string', default: 'smoke' },
      seed: { type: 'string', default: anySeed },
      store: { type: 'string', default: 'both' },
      instances: { type: 'string' },
      simulator: { type: 'string', default: 'alone' },
      minutes: { type: 'string' },
      report: { type: 'string' },
    },
  });
  const { seed, report } = values;
  const profileName = oneOf('profile', values.profile, profiles);
  const profile: Profile = profiles[profileName];
  const store = oneOf('store', values.store, stores);
  const instances = numberOf('instances', values.instances ?? '3', /^[1-5]$/);
  if (store === 'sqlite' && (values.instances ?? '1') !== '1') {
    throw new Error('SQLite takes one server on a file.');
  }
  const minutes = numberOf('minutes', values.minutes ?? String(profile.minutes), /^\d+(\.\d+)?$/);
  const simulator = oneOf('simulator', values.simulator, { alone: 0, 'in-process': 0 });
  const partOn = (each: StoreName): Options => ({
    profile,
    seed,
    store: each,
    instances: each === 'sqlite' ? 1 : instances,
    simulator,
    storm: minutes * 60_000,
    longestStorm: (minutes / profile.minutes) * profile.atMost * 60_000,
  });
  const [first, ...more] = stores[store];
  const asked = { profile: profileName, seed, store, instances, minutes, simulator };
  return {
    profileName,
    seed,
    parts: [partOn(first), ...more.map(partOn)],
    command: `npm run chaos -- ${inWords(store === 'sqlite' ? { ...asked, instances: 1 } : asked)}`,
    report,
  };
}

const inWords = (asked: Readonly<Record<string, string | number>>): string =>
  Object.entries(asked)
    .map(([name, value]) => `--${name} ${String(value)}`)
    .join(' ');

function oneOf<T extends object>(name: string, text: string, rows: T): keyof T & string {
  if (Object.hasOwn(rows, text)) return text as keyof T & string;
  throw new Error(`--${name} is one of ${Object.keys(rows).join(', ')}.`);
}

function numberOf(name: string, text: string, pattern: RegExp): number {
  if (!pattern.test(text)) throw new Error(`--${name} cannot be ${text}.`);
  return Number(text);
}
