import type { Instant } from '../../kernel/clock';
import type { AccountId, TenantId } from '../../kernel/ids';
import type { Balance } from '../../ledger/balance';
import { fromMinor } from '../../money';
import type { PastBalance } from '../store.port';
import { packed, packedIfId, unpacked } from './ids.codec';
import type { Reader } from './reader';
import type { BalanceRow } from './tables';

const AT = `select b.posted, b.held, b.overdraft, a.currency
  from balances b join accounts a on a.tenant = b.tenant and a.id = b.account
  where b.tenant = ? and b.account = ? and b.committed_at <= ?
  order by b.committed_at desc limit 1`;

type Found = Pick<BalanceRow, 'posted' | 'held' | 'overdraft'> & { readonly currency: string };

const balanceOf = ({ posted, held, overdraft, currency }: Found): Balance => ({
  posted: fromMinor(posted, currency),
  held: fromMinor(held, currency),
  overdraft: fromMinor(overdraft, currency),
});

export const readBalanceAt = async (
  reader: Reader,
  tenantId: TenantId,
  id: string,
  at: Instant,
): Promise<Balance | undefined> => {
  const account = packedIfId(id);
  if (!account) return undefined;
  const values = [packed(tenantId), account, at];
  return (await reader.of(tenantId).all<Found>(AT, values)).map(balanceOf)[0];
};

export const pastBalanceOf = (row: BalanceRow): PastBalance => ({
  accountId: unpacked<AccountId>(row.account),
  at: row.committed_at,
  posted: BigInt(row.posted),
  held: BigInt(row.held),
  overdraft: BigInt(row.overdraft),
});
