/**
 * Quotes, a tenant's settings, what conversions left with it, and what was last fetched from the
 * source of rates. Remainders and spreads are finer than any currency: plain decimals as text.
 */
export const fx: readonly string[] = [
  `alter table tenants add column spread_basis_points integer not null default 0
    check (spread_basis_points between 0 and 9999)`,
  `alter table tenants add column rounding text not null default 'directed'
    check (rounding in ('directed', 'half-even'))`,

  `create table quotes (
    tenant blob not null,
    id blob not null,
    amount text not null check (amount glob '[1-9]*' and amount not glob '*[^0-9]*'),
    currency text not null,
    target text not null,
    rate text not null,
    spread_basis_points integer not null,
    created_at text not null,
    expires_at text not null,
    used_by blob,
    primary key (tenant, id)
  ) without rowid, strict`,
  `create unique index quotes_by_flow on quotes (tenant, used_by) where used_by is not null`,

  `create table fx_totals (
    tenant blob not null,
    currency text not null,
    remainder text not null,
    spread text not null,
    primary key (tenant, currency)
  ) without rowid, strict`,

  `create table fetched_rates (
    base text not null,
    quote text not null,
    value text not null,
    inverse text not null,
    source text not null check (source in ('ecb', 'http')),
    as_of text not null,
    primary key (base, quote)
  ) without rowid, strict`,
];
