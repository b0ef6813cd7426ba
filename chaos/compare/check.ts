import type { Damage } from '../faults/storm';
import type { Follower } from '../load/follower';
import type { Journal } from '../load/journal';
import type { Town } from '../load/town';
import type { Options } from '../options';
import type { System } from '../system/system';

/** Everything that is known after a storm. */
export interface Evidence {
  readonly options: Options;
  readonly system: System;
  readonly town: Town;
  readonly journal: Journal;
  readonly follower: Follower;
  readonly damage: Damage;
  /** Milliseconds of load and faults. */
  readonly lasted: number;
}

/** What a comparison found. */
export interface Finding {
  readonly name: string;
  /** What was compared with what, in figures. */
  readonly figures: string;
  /** Each of them is one too many. */
  readonly differences: readonly string[];
}

export type Check = (evidence: Evidence) => Promise<readonly Finding[]>;

/** What two accounts of the same thing say differently, key by key. */
export function differences(
  what: string,
  ours: ReadonlyMap<string, string>,
  theirs: ReadonlyMap<string, string>,
): string[] {
  const keys = new Set([...ours.keys(), ...theirs.keys()]);
  return [...keys]
    .filter((key) => ours.get(key) !== theirs.get(key))
    .map(
      (key) => `${what} ${key}: ${said(ours.get(key))} expected, ${said(theirs.get(key))} found`,
    );
}

const said = (value: string | undefined): string => value ?? 'none';

/** Does the work for each item, so many at once. */
export async function eachOf<T>(
  items: Iterable<T>,
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (let next = queue.next(); next.done !== true; next = queue.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
