import { DatabaseError } from 'pg';

/** A query that came to nothing. */
export class QueryFault extends Error {
  override readonly name = 'QueryFault';
  /** What PostgreSQL calls it: five characters; undefined where it said nothing at all. */
  readonly state: string | undefined;

  constructor(override readonly cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause));
    // The system's own codes look alike: EPIPE.
    this.state = cause instanceof DatabaseError ? cause.code : undefined;
  }
}

const hasState =
  (...states: readonly string[]) =>
  (fault: unknown): boolean =>
    fault instanceof QueryFault && fault.state !== undefined && states.includes(fault.state);

/**
 * Two turns were at the same rows, here or on another instance: run again, the later one sees
 * what the earlier one did. A unique key that is taken is such a case: what was loaded is stale.
 */
export const isConflict = hasState(
  '40001', // serialization_failure
  '40P01', // deadlock_detected
  '23505', // unique_violation
);

/**
 * The schema was brought up under a statement that was prepared before, or the statement is gone:
 * on a new connection it is prepared anew.
 */
export const isOutdated = hasState('0A000', '26000');

/** The role has not the right to do it. */
export const isForbidden = hasState('42501');

/** The disk of the database is full: nothing was written, and nothing else can be. */
export const isFull = hasState('53100');

/** Nothing came back in time: the connection is given up, and another one would wait as long. */
const isUnheard = (fault: unknown): boolean =>
  fault instanceof QueryFault && fault.message === 'Query read timeout';

/** Somebody held the lock for longer than it may be waited for. */
export const isLockTaken = hasState('55P03');

const wasCancelled = hasState('57014');

/** Waiting for a lock, the statement itself or the network took longer than it may. */
export const isTooSlow = (fault: unknown): boolean =>
  isLockTaken(fault) || wasCancelled(fault) || isUnheard(fault);

/** Shut down, ended by an administrator, idle for too long, or cut off in the middle. */
const ENDED = /^(08|57P|25P03)/;

/** The connection is gone: what was sent last may have been carried out, or not. */
export const isLost = (fault: unknown): boolean =>
  fault instanceof QueryFault && (fault.state === undefined || ENDED.test(fault.state));
