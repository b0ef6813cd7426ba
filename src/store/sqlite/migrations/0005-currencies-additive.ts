/**
 * The currencies that tenants have added, and the one exponent that each code has for all of them:
 * another one is refused by the key.
 */
export const currencies: readonly string[] = [
  `alter table tenants add column currencies text not null default '[]'`,
  `create table exponents (
    code text not null primary key,
    exponent integer not null check (exponent between 0 and 18)
  ) without rowid, strict`,
];
