import type { Instant } from '../../kernel/clock';
import type { LeftBalance } from '../records';
import { type CommitTimes, requireTime } from '../sql/commit-times';
import { packed, unpacked } from '../sql/ids.codec';
import { rowOfLeftBalance } from '../sql/to-rows';
import { bulk, upsertAll } from './bulk';
import type { Transaction } from './transaction';

const BALANCES = upsertAll('balances', 'tenant', 'account', 'committed_at');
/** Of the segment that begins last before an event, when it has the event. */
const COMMITTED = bulk<
  'segments',
  'tenant' | 'stream' | 'sequence',
  { stream: Uint8Array; sequence: bigint; committed_at: Instant }
>(
  'segments',
  ['tenant', 'stream', 'sequence'],
  (given) => `select given.stream, given.sequence, s.committed_at from ${given}
    join segments s on s.tenant = given.tenant and s.stream = given.stream
      and s.sequence <= given.sequence and s.sequence + s.size > given.sequence`,
);

const nameOf = (stream: string, sequence: number): string => `${stream} ${String(sequence)}`;

/** Of events that the log has had before: of a rebuild. */
export const timesInLog = async (
  transaction: Transaction,
  left: readonly LeftBalance[],
): Promise<CommitTimes> => {
  const rows = await transaction.rows(
    COMMITTED,
    left.map(({ tenantId, event }) => ({
      tenant: packed(tenantId),
      stream: packed(event.stream),
      sequence: event.sequence,
    })),
  );
  const times = new Map(
    rows.map((row) => [nameOf(unpacked(row.stream), Number(row.sequence)), row.committed_at]),
  );
  return ({ event }) => times.get(nameOf(event.stream, event.sequence));
};

/** Keeps the balances that events of the log left; of several at one moment the last counts. */
export const writeBalances = (
  transaction: Transaction,
  left: readonly LeftBalance[],
  times: CommitTimes,
): void => {
  const last = new Map(
    left.map((one) => {
      const at = requireTime(times, one);
      return [`${one.tenantId} ${one.accountId} ${at}`, rowOfLeftBalance(one, at)];
    }),
  );
  transaction.write(BALANCES, [...last.values()]);
};
