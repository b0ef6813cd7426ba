import type { Instant } from '../../kernel/clock';
import type { LeftBalance, StoredEvent } from '../records';

/** When the event was committed that left a balance; undefined when the log does not have it. */
export type CommitTimes = (left: LeftBalance) => Instant | undefined;

/** Of the events of one turn, in which a tenant has one committed time. */
export const timesOf = (events: readonly StoredEvent[]): CommitTimes => {
  const times = new Map(events.map(({ tenantId, committedAt }) => [tenantId, committedAt]));
  return ({ tenantId }) => times.get(tenantId);
};

export const requireTime = (times: CommitTimes, left: LeftBalance): Instant => {
  const at = times(left);
  if (at !== undefined) return at;
  throw new Error(`The event that changed ${left.accountId} is not in the log.`);
};
