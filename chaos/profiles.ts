/** How hard and how long a run is. */
export interface Profile {
  /** How long load and faults last, at least; healing and comparing come on top. */
  readonly minutes: number;
  /** How long they last when the machine is too slow for what is promised by then. */
  readonly atMost: number;
  readonly clients: number;
  /** Milliseconds between two calls of one client, at most. */
  readonly think: number;
  /** Makers of trouble at work side by side: their faults overlap. */
  readonly troublemakers: number;
  /** Milliseconds between two faults of one troublemaker, at least and at most. */
  readonly calm: readonly [least: number, most: number];
  /** Milliseconds for which a process or the network stands still, at most. */
  readonly longestStop: number;
  /** Faults that each system must have seen, where it can have them, or it proves less than it says. */
  readonly promised: Readonly<Record<string, number>>;
}

/** Longer than a task is leased for, so that somebody else has taken it when the sleeper wakes. */
const LONGER_THAN_A_LEASE = 25_000;

export const profiles = {
  /** For every change: with healing and comparing five minutes in all. */
  smoke: {
    minutes: 1.5,
    atMost: 10,
    clients: 4,
    think: 300,
    troublemakers: 3,
    calm: [300, 3_000],
    longestStop: 4_000,
    promised: { 'server killed': 3, 'commit cut': 5 },
  },
  /** An hour, with the figures that the project promises. */
  floor: {
    minutes: 40,
    atMost: 60,
    clients: 4,
    think: 800,
    troublemakers: 4,
    calm: [300, 4_000],
    longestStop: LONGER_THAN_A_LEASE,
    promised: {
      'server killed': 220,
      'commit cut': 550,
      'server drained': 10,
      'server stopped for longer than a lease': 8,
      'database connections terminated': 20,
      'database restarted in immediate mode': 10,
    },
  },
  night: {
    minutes: 480,
    atMost: 600,
    clients: 8,
    think: 1_500,
    troublemakers: 3,
    calm: [1_000, 15_000],
    longestStop: LONGER_THAN_A_LEASE,
    promised: { 'server killed': 500, 'commit cut': 1_000 },
  },
} satisfies Record<string, Profile>;

export type ProfileName = keyof typeof profiles;
