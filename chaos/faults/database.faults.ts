import type { Postgres } from '../system/postgres';
import type { Proxy } from '../system/proxy';
import { taking, type Fault, type Storm } from './fault';

const CUT_WITHIN = 5_000;
/** Milliseconds. */
const LONGEST_SILENCE = 20_000;

interface Network {
  readonly postgres: Postgres;
  readonly proxy: Proxy;
}

/** A fault of the database, or of the network in front of it. */
const onDatabase = (
  kind: string,
  weight: number,
  harm: (network: Network, storm: Storm) => Promise<boolean>,
): Fault => ({
  kind,
  weight,
  missing: ({ postgres }) => (postgres === undefined ? 'the store is SQLite' : undefined),
  strike: async (storm) => {
    const { postgres, proxy } = storm.system;
    return postgres !== undefined && proxy !== undefined && harm({ postgres, proxy }, storm);
  },
});

/** The connection is cut just when COMMIT was sent: nobody is told whether it came to be. */
const commitCut = onDatabase('commit cut', 100, async ({ proxy }, { chance }) =>
  proxy.cutNextCommit(chance.percent(70) ? 'after' : 'before', CUT_WITHIN),
);

const backendsTerminated = onDatabase('database connections terminated', 8, ({ postgres }) =>
  taking(postgres, async () => (await postgres.terminateBackends()) > 0),
);

const crashed = onDatabase('database restarted in immediate mode', 4, ({ postgres }) =>
  taking(postgres, () => postgres.crash()),
);

const delayed = onDatabase('network delayed', 5, async ({ proxy }, { chance, wait }) => {
  if (proxy.delay > 0) return false;
  proxy.delay = chance.whole(2, 80);
  await wait(chance.whole(500, 4_000));
  proxy.delay = 0;
  return true;
});

const silent = onDatabase(
  'network gone silent',
  4,
  async ({ proxy }, { chance, wait, profile }) => {
    if (proxy.isBlackhole) return false;
    proxy.isBlackhole = true;
    await wait(chance.whole(500, Math.min(profile.longestStop, LONGEST_SILENCE)));
    proxy.heal();
    return true;
  },
);

export const databaseFaults = [commitCut, backendsTerminated, crashed, delayed, silent];
