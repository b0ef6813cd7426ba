import { learnExponents } from '../../money';
import { NoPeers } from '../no-peers';
import { EXPONENTS, SqlReads } from '../sql/reads';
import { exponentIn } from '../sql/rows';
import type { ExponentRow } from '../sql/tables';
import type { Store } from '../store.port';
import { TurnLane } from '../turn-lane';
import { SqliteAudit } from './audit';
import type { Connections } from './connections';
import type { Connection } from './driver';
import { SqliteFetchedRates } from './fetched-rates';
import { SqliteInbox } from './inbox';
import { SqliteOutbox } from './outbox';
import { readerOver } from './reader';
import { Moments } from './snapshot';
import { SqliteTurns } from './turns';

export interface StoreOnOptions {
  /** Milliseconds since 1970: what commits are dated by. */
  readonly now: () => number;
  /** Asked before each commit and each webhook; throws when nothing may be written. */
  readonly requireSameFile: () => void;
  /** For long looks; undefined where a second connection would see another database. */
  readonly openReader: (() => Connection) | undefined;
}

/** Whoever may not write asks this before each commit. */
export const notWritten = (): never => {
  throw new Error('The store is open for reading only.');
};

const closerOf =
  ({ writer, reader }: Connections, lane: TurnLane, moments: Moments) =>
  async (): Promise<void> => {
    await lane.idle();
    await moments.close();
    reader.close();
    writer.close();
  };

/** Where it is in vain nothing is opened at all. */
const learnFrom = ({ writer, reader }: Connections): void => {
  try {
    learnExponents(reader.prepare<ExponentRow>(EXPONENTS).all([]).map(exponentIn));
  } catch (fault) {
    reader.close();
    writer.close();
    throw fault;
  }
};

/**
 * Every port of the store on connections of this thread; they are its own to close. The thread
 * reckons by the exponents that are there.
 */
export const storeOn = (
  connections: Connections,
  { now, requireSameFile, openReader }: StoreOnOptions,
): Store => {
  const { writer, reader } = connections;
  learnFrom(connections);
  const lane = new TurnLane();
  const moments = new Moments(openReader, writer, lane);
  return {
    turns: new SqliteTurns(writer, lane, now, requireSameFile),
    outbox: new SqliteOutbox(writer, reader, lane, now),
    inbox: new SqliteInbox(writer, reader, requireSameFile),
    fetchedRates: new SqliteFetchedRates(writer, reader, lane),
    reads: new SqlReads(readerOver(reader)),
    audit: new SqliteAudit(writer, readerOver(reader), lane, moments),
    peers: new NoPeers(),
    close: closerOf(connections, lane, moments),
  };
};
