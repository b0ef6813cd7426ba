/**
 * The currencies that tenants have added, and the one exponent that each code has for all of them:
 * another one is refused by the key. Who may read and add shapes may read and add exponents too, so
 * that nobody has to be given a right by hand.
 */
export const currencies: readonly string[] = [
  `alter table tenants add column currencies json not null default '[]'`,
  `create table exponents (
    code text collate "C" primary key,
    exponent bigint not null check (exponent between 0 and 18)
  )`,
  `do $$ declare who record; begin
    for who in select distinct grantee, privilege_type from information_schema.role_table_grants
      where table_schema = current_schema() and table_name = 'shapes'
        and privilege_type in ('SELECT', 'INSERT') and grantee <> current_user
    loop
      execute format('grant %s on exponents to %s', who.privilege_type,
        case who.grantee when 'PUBLIC' then 'public' else quote_ident(who.grantee) end);
    end loop;
  end $$`,
];
