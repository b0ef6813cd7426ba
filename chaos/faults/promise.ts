import { isAccepted } from '../load/call';
import type { Journal } from '../load/journal';
import type { Options } from '../options';
import type { Damage } from './storm';

type Asked = Pick<Options, 'profile' | 'storm'>;
type Done = Pick<Damage, 'counts'>;

/** What the profile promises of the faults that this system can have, for as long as it is to rage. */
export function promisedFaults({ profile, storm }: Asked, { counts }: Done): Map<string, number> {
  const share = Math.min(1, storm / (profile.minutes * 60_000));
  const rows = Object.entries<number>(profile.promised);
  return new Map(
    rows
      .filter(([kind]) => counts.has(kind))
      .map(([kind, count]) => [kind, Math.floor(count * share)] as const),
  );
}

/** Of which kinds how many are still missing from what was promised. */
export const shortOf = (asked: Asked, done: Done): Map<string, number> =>
  new Map(
    [...promisedFaults(asked, done)]
      .map(([kind, least]) => [kind, least - (done.counts.get(kind) ?? 0)] as const)
      .filter(([, short]) => short > 0),
  );

/** Accepted calls a minute: fewer, and the run was a refusal more than a test. */
const LEAST_A_MINUTE = 20;

export const leastServed = ({ storm }: Asked): number =>
  Math.floor((storm / 60_000) * LEAST_A_MINUTE);

export const served = ({ entries }: Pick<Journal, 'entries'>): number =>
  [...entries.values()].filter(({ told }) => told !== undefined && isAccepted(told)).length;

export const isServed = (asked: Asked, journal: Pick<Journal, 'entries'>): boolean =>
  served(journal) >= leastServed(asked);
