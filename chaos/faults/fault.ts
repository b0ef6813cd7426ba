import type { Chance } from '../chance';
import type { Profile } from '../profiles';
import type { Host } from '../system/host';
import type { Server, System } from '../system/system';

/** Why a fault cannot be had here; undefined when it can. */
export type Missing = (system: System, profile: Profile) => string | undefined;

/** One way in which machines, networks and programs fail. */
export interface Fault {
  /** As the report counts it: what happened. */
  readonly kind: string;
  /** How often, beside the others. */
  readonly weight: number;
  readonly missing: Missing;
  /** Does the harm and takes it back; true when it was done. */
  readonly strike: (storm: Storm) => Promise<boolean>;
}

/** What a fault works with. */
export interface Storm {
  readonly system: System;
  readonly chance: Chance;
  readonly profile: Profile;
  /** Resolves after so many milliseconds, or when the storm is over. */
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly isOver: () => boolean;
}

/** The harm itself; it was done, unless it says `false`. */
type Harm<T> = (to: T, storm: Storm) => Promise<unknown>;

const never: Missing = () => undefined;

/** A fault of one server, any that no other fault works on: without one it is not done. */
export const onServer = (
  kind: string,
  weight: number,
  harm: Harm<Server>,
  missing: Missing = never,
): Fault => ({
  kind,
  weight,
  missing,
  strike: async (storm) => {
    const free = storm.system.servers.filter(({ host }) => !host.isTaken);
    if (free.length === 0) return false;
    const server = storm.chance.oneOf(free);
    return taking(server.host, () => harm(server, storm));
  },
});

/** A fault of the simulator, where that is a process of its own. */
export const onSimulator = (kind: string, weight: number, harm: Harm<Host>): Fault => ({
  kind,
  weight,
  missing: ({ simulator }) =>
    simulator === undefined ? 'the simulator runs in the server' : undefined,
  strike: async (storm) => {
    const { simulator } = storm.system;
    return simulator !== undefined && taking(simulator, () => harm(simulator, storm));
  },
});

/** What one troublemaker at a time has all alone. */
interface Takeable {
  isTaken: boolean;
}

export async function taking(what: Takeable, work: () => Promise<unknown>): Promise<boolean> {
  if (what.isTaken) return false;
  what.isTaken = true;
  try {
    return (await work()) !== false;
  } finally {
    what.isTaken = false;
  }
}
