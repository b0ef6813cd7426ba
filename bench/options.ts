import { parseArgs } from 'node:util';
import type { StoreName } from './case';

export interface Options {
  /** Ids of cases, in upper case; empty: all. */
  readonly only: readonly string[];
  readonly stores: readonly StoreName[];
  /** How long one measurement takes. */
  readonly seconds: number;
  /** How many measurements of each side a ratio is made of. */
  readonly rounds: number;
  /** The share of the full sizes at which growth, memory and start are measured. */
  readonly scale: number;
  /** Writes a CPU profile of every server and job, and measures one round only. */
  readonly profile: boolean;
  readonly writes: boolean;
  /** On the disk that is measured; the system's temporary folder when not given. */
  readonly folder: string | undefined;
}

const stores: Readonly<Record<string, readonly StoreName[]>> = {
  all: ['sqlite', 'postgres'],
  sqlite: ['sqlite'],
  postgres: ['postgres'],
};

/** Throws a TypeError with one clear line where an option is unknown or wrong. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      store: { type: 'string', default: 'all' },
      seconds: { type: 'string', default: '5' },
      rounds: { type: 'string', default: '5' },
      scale: { type: 'string', default: '1' },
      profile: { type: 'string' },
      write: { type: 'boolean', default: false },
      folder: { type: 'string' },
    },
  });
  const chosen = stores[values.store];
  if (chosen === undefined) throw new TypeError('--store must be sqlite, postgres or all.');
  const only = (values.profile ?? values.only ?? '').toUpperCase().split(',').filter(Boolean);
  const isProfile = values.profile !== undefined;
  return {
    only,
    stores: chosen,
    seconds: above(0, 'seconds', values.seconds),
    rounds: isProfile ? 1 : Math.ceil(above(0, 'rounds', values.rounds)),
    scale: above(0, 'scale', values.scale),
    profile: isProfile,
    // A part of the cases must not take the place of all.
    writes: values.write || only.length === 0,
    folder: values.folder,
  };
}

function above(least: number, name: string, text: string): number {
  const number = Number(text);
  if (number > least && Number.isFinite(number)) return number;
  throw new TypeError(`--${name} must be a number above ${least}.`);
}
