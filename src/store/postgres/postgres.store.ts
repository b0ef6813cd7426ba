import { setTimeout } from 'node:timers/promises';
import { learnExponents } from '../../money';
import { EXPONENTS, SqlReads } from '../sql/reads';
import { exponentIn } from '../sql/rows';
import type { ExponentRow } from '../sql/tables';
import type { Store } from '../store.port';
import { TurnLane } from '../turn-lane';
import { PostgresAudit } from './audit';
import { Connection, type ConnectionOptions } from './connection';
import { isLost, QueryFault } from './faults';
import { PostgresFetchedRates } from './fetched-rates';
import { PostgresInbox } from './inbox';
import { PostgresOutbox } from './outbox';
import { PostgresPeers } from './peers';
import { Connections } from './reader';
import { bringUpToDate, requireCurrent } from './schema';
import { Moments } from './snapshot';
import { PostgresTurns } from './turns';
import { Writer } from './writer';
import { Writers } from './writers';

export interface PostgresStoreOptions {
  /** `postgres://user:password@host:port/database`, with the driver's own parameters. */
  readonly url: string;
  /** Milliseconds since 1970: what commits are dated by. */
  readonly now: () => number;
  /** For the command line beside running servers: writes nothing, and brings no schema up. */
  readonly readOnly?: boolean;
  /** How long (ms) a database is waited for that does not answer yet. */
  readonly patience?: number;
}

const PATIENCE = 10_000;
const AGAIN_AFTER = 250;
/** More at once would only wait for each other: the log's head is one row. */
const TURNS_AT_ONCE = 2;
/** The first one that has `pg_current_xact_id` and `trim_scale`. */
const OLDEST = 13;

/** The first connection: a database that is just starting is waited for. */
const reach = async (options: ConnectionOptions, patience: number) => {
  const until = performance.now() + patience;
  for (;;) {
    try {
      return await Connection.open(options);
    } catch (fault) {
      if (!(fault instanceof QueryFault)) throw fault;
      if (!isLost(fault)) throw new Error(`DATABASE_URL: ${fault.message}.`, { cause: fault });
      if (performance.now() > until) {
        const tried = `within ${String(patience / 1_000)} s`;
        throw new Error(`The database could not be reached ${tried}: ${fault.message}.`, {
          cause: fault,
        });
      }
    }
    await setTimeout(AGAIN_AFTER);
  }
};

const ABOUT = `select current_setting('server_version_num')::bigint / 10000 as version,
  current_setting('server_encoding') as encoding`;

const requireFit = async (connection: Connection): Promise<void> => {
  const [about] = await connection.all<{
    readonly version: bigint;
    readonly encoding: string;
  }>(ABOUT, []);
  if ((about?.version ?? 0n) < OLDEST) {
    throw new Error(`The database must be PostgreSQL ${String(OLDEST)} or newer.`);
  }
  if (about?.encoding !== 'UTF8') throw new Error('The database must have the encoding UTF8.');
};

/**
 * Sees to it that the database is there, is one that we can use, and has our schema; from then on
 * this process reckons by the exponents in it.
 */
const makeReady = async (options: ConnectionOptions, patience: number): Promise<void> => {
  const connection = await reach(options, patience);
  try {
    await requireFit(connection);
    await (options.readOnly ? requireCurrent(connection) : bringUpToDate(connection));
    learnExponents((await connection.all<ExponentRow>(EXPONENTS, [])).map(exponentIn));
  } finally {
    await connection.close();
  }
};

/**
 * The store in a PostgreSQL database, for as many instances as there are. Turns are
 * written on connections of their own; everything else is lent one for as long as it takes.
 */
export const openPostgresStore = async ({
  url,
  now,
  readOnly = false,
  patience = PATIENCE,
}: PostgresStoreOptions): Promise<Store> => {
  const options = { url, readOnly };
  await makeReady(options, patience);
  const lane = new TurnLane();
  const writers = new Writers(options, TURNS_AT_ONCE);
  const auditor = new Writer(options);
  const connections = new Connections(options);
  const moments = new Moments(options);
  const peers = new PostgresPeers(options, connections);
  return {
    turns: new PostgresTurns(writers, connections, lane, now, () => {
      peers.tell();
    }),
    outbox: new PostgresOutbox(connections),
    inbox: new PostgresInbox(connections),
    fetchedRates: new PostgresFetchedRates(writers, connections, lane),
    reads: new SqlReads(connections),
    audit: new PostgresAudit(auditor, connections, moments),
    peers,
    close: async () => {
      await lane.idle();
      await moments.close();
      await peers.close();
      await auditor.close();
      await writers.close();
      await connections.close();
    },
  };
};
