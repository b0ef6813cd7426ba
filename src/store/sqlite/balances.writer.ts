import type { Instant } from '../../kernel/clock';
import type { LeftBalance } from '../records';
import { type CommitTimes, requireTime } from '../sql/commit-times';
import { packed } from '../sql/ids.codec';
import { rowOfLeftBalance } from '../sql/to-rows';
import { upsertAll } from './bulk';
import type { Connection } from './driver';

const writeRows = upsertAll('balances', 'tenant', 'account', 'committed_at');

const COMMITTED = `select committed_at, sequence + size > ? as has from segments
  where tenant = ? and stream = ? and sequence <= ? order by sequence desc limit 1`;

/** Of events that the log has had before: of a rebuild. */
export const timesInLog =
  (connection: Connection): CommitTimes =>
  ({ tenantId, event: { stream, sequence } }) => {
    const row = connection
      .prepare<{ readonly committed_at: Instant; readonly has: bigint }>(COMMITTED)
      .get([sequence, packed(tenantId), packed(stream), sequence]);
    return row?.has ? row.committed_at : undefined;
  };

/** Keeps the balances that events of the log left; of several at one moment the last counts. */
export const writeBalances = (
  connection: Connection,
  left: readonly LeftBalance[],
  times: CommitTimes,
): void => {
  writeRows(
    connection,
    left.map((one) => rowOfLeftBalance(one, requireTime(times, one))),
  );
};
