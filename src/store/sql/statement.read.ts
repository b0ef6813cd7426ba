import type { AccountId, TenantId } from '../../kernel/ids';
import type { StatementLine } from '../records';
import type { PageAsked, PageOf } from '../store.port';
import { packed, packedIfId } from './ids.codec';
import { emptyPage, pageOf } from './pages';
import type { Dialect, Reader, Value } from './reader';
import { POSTING_OF_ENTRY, type PostingOfEntryRow, statementLineOf } from './rows';

// Left to itself, SQLite walks through all postings of the tenant instead.
const lines = ({ byIndex }: Dialect): string => `select ${POSTING_OF_ENTRY}
  from postings p ${byIndex('postings_by_account')}
  join entries e on e.tenant = p.tenant and e.number = p.entry
  where p.tenant = ? and p.account = ? and p.balance is not null`;
const NEWEST_FIRST = 'order by p.entry desc, p.leg desc limit ?';

/** A line is named by its entry's number and its leg's: `12.0`. */
const LINE = /^(\d{1,15})\.(\d{1,4})$/;

const lineOf = (row: PostingOfEntryRow): string => `${String(row.entry)}.${String(row.leg)}`;

export const readStatement = async (
  reader: Reader,
  tenantId: TenantId,
  accountId: AccountId,
  { limit, after }: PageAsked,
): Promise<PageOf<StatementLine>> => {
  const [, entry, leg] = LINE.exec(after ?? '') ?? [];
  if (!packedIfId(accountId) || (after !== null && entry === undefined)) return emptyPage;
  const beyond = entry === undefined ? '' : 'and (p.entry, p.leg) < (?, ?)';
  const values: readonly Value[] =
    entry === undefined || leg === undefined ? [] : [BigInt(entry), BigInt(leg)];
  const from = reader.of(tenantId);
  const rows = await from.all<PostingOfEntryRow>(
    `${lines(from.dialect)} ${beyond} ${NEWEST_FIRST}`,
    [packed(tenantId), from.dialect.idAmongTexts(accountId), ...values, limit + 1],
  );
  return pageOf(rows, limit, statementLineOf, lineOf);
};
