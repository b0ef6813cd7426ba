/**
 * What an account's balance was from a committed time on, so that any moment of the past is one
 * look away. An account of before begins with what it has now; a rebuild gives it its whole past.
 */
export const balances: readonly string[] = [
  `create table balances (
    tenant blob not null,
    account blob not null,
    committed_at text not null,
    posted text not null,
    held text not null,
    overdraft text not null,
    primary key (tenant, account, committed_at)
  ) without rowid, strict`,
  `insert into balances (tenant, account, committed_at, posted, held, overdraft)
    select a.tenant, a.id, h.committed_at, a.posted, a.held, a.overdraft
    from accounts a join heads h on h.tenant = a.tenant`,
];
