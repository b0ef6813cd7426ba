/** Tables whose rows are never changed nor deleted: a trigger guards each of them. */
const appendOnly = ['shapes', 'segments', 'entries', 'postings'];

/** Every table whose rows are some tenant's, and the column that says whose. */
const owned: Readonly<Record<string, string>> = {
  tenants: 'id',
  ...Object.fromEntries(
    [
      'heads',
      'segments',
      'accounts',
      'balances',
      'flows',
      'flow_accounts',
      'entries',
      'postings',
      'ledger_totals',
      'keys',
      'pinned_rates',
      'quotes',
      'fx_totals',
      'anomalies',
      'requests',
      'outbox',
      'webhooks',
      'dead_letters',
    ].map((table) => [table, 'tenant']),
  ),
};

/**
 * The second wall between tenants, behind the `where tenant = …` of every query. A transaction
 * says in `cambist.tenants` whose rows it is about, or `*` where it is about all; one that says
 * nothing sees nothing. Each half is asked once a statement, not once a row.
 */
const apart = (table: string, tenant: string): readonly string[] => [
  `alter table ${table} enable row level security`,
  `alter table ${table} force row level security`,
  `create policy tenants_are_apart on ${table} using (
    (select current_setting('cambist.tenants', true) = '*')
    or ${tenant} = any ((select nullif(nullif(
      current_setting('cambist.tenants', true), '*'), '')::bytea[])::bytea[]))`,
];

/**
 * The first schema. Ids are 17 bytes (see ids.codec), in columns of their own; money is integer
 * minor units of any length; what JSON there is keeps its text. What is sorted by text is sorted
 * by its bytes, whatever the database's own collation.
 *
 * What a turn changes again and again leaves room on its page for the next version of the row.
 */
export const first: readonly string[] = [
  `create table tenants (
    id bytea primary key,
    name text not null,
    created_at timestamptz(3) not null,
    spread_basis_points bigint not null check (spread_basis_points between 0 and 9999),
    rounding text not null check (rounding in ('directed', 'half-even'))
  )`,

  `create table heads (
    tenant bytea primary key,
    position bigint not null check (position >= 0),
    hash bytea not null check (octet_length(hash) = 32),
    committed_at timestamptz(3) not null
  ) with (fillfactor = 50)`,

  // Which types a segment's events have: few, and looked through to find events by their type.
  `create table shapes (
    number bigint primary key,
    types text not null
  )`,
  // The log: position is that of a segment's last event, sequence that of its first.
  `create table segments (
    tenant bytea not null,
    position bigint not null check (position > 0),
    size bigint not null check (size > 0),
    committed_at timestamptz(3) not null,
    stream_kind text not null,
    stream bytea not null,
    sequence bigint not null check (sequence > 0),
    shape bigint not null,
    hash bytea not null check (octet_length(hash) = 32),
    body text not null,
    primary key (tenant, position)
  )`,
  // A turn numbers a stream's events on from its last one: two that did so at once meet here.
  `create unique index segments_by_stream on segments (tenant, stream, sequence)`,
  `create index segments_by_shape on segments (tenant, shape, position)`,
  // Long rows are compressed in any case; by lz4 it costs a third (measured), where there is lz4.
  `do $$ begin
    execute 'alter table segments alter column body set compression lz4';
  exception when syntax_error or feature_not_supported then null;
  end $$`,

  `create table accounts (
    tenant bytea not null,
    id bytea not null,
    currency text not null,
    status text not null check (status in ('open', 'frozen', 'closed')),
    name text,
    reference text,
    posted numeric(1000, 0) not null,
    held numeric(1000, 0) not null check (held >= 0),
    overdraft numeric(1000, 0) not null check (overdraft >= 0),
    flows_under_way bigint not null check (flows_under_way >= 0),
    version bigint not null,
    limits json not null,
    usage json not null,
    metadata json not null,
    created_at timestamptz(3) not null,
    updated_at timestamptz(3) not null,
    primary key (tenant, id)
  ) with (fillfactor = 70)`,
  `create unique index accounts_by_reference on accounts (tenant, reference)
    where reference is not null`,

  // What an account's balance was from a committed time on, in minor units of its own currency.
  `create table balances (
    tenant bytea not null,
    account bytea not null,
    committed_at timestamptz(3) not null,
    posted numeric(1000, 0) not null,
    held numeric(1000, 0) not null,
    overdraft numeric(1000, 0) not null,
    primary key (tenant, account, committed_at)
  )`,

  // The tag in front of an id is the kind, so that the key serves a list of one kind by itself.
  `create table flows (
    tenant bytea not null,
    id bytea not null,
    status text not null check (status in ('pending', 'completed', 'failed', 'rejected')),
    payment bytea,
    sequence bigint not null,
    state json not null,
    primary key (tenant, id)
  ) with (fillfactor = 80)`,
  `create unique index flows_by_payment on flows (tenant, payment) where payment is not null`,
  // Nearly every flow is completed; a list of those needs no index, and they need no row in one.
  `create index flows_by_status on flows (tenant, status, id) where status <> 'completed'`,
  `create table flow_accounts (
    tenant bytea not null,
    account bytea not null,
    flow bytea not null,
    primary key (tenant, account, flow)
  )`,

  `create table entries (
    tenant bytea not null,
    number bigint not null check (number > 0),
    id bytea not null,
    flow bytea not null,
    type text not null,
    posted_at timestamptz(3) not null,
    conversions json not null,
    primary key (tenant, number)
  )`,
  `create index entries_by_flow on entries (tenant, flow, number)`,
  `create table postings (
    tenant bytea not null,
    entry bigint not null,
    leg bigint not null,
    account text collate "C" not null,
    side text not null check (side in ('debit', 'credit')),
    amount numeric(1000, 0) not null check (amount > 0),
    currency text not null,
    balance numeric(1000, 0),
    primary key (tenant, entry, leg)
  )`,
  `create index postings_by_account on postings (tenant, account, entry, leg)
    where balance is not null`,

  `create table ledger_totals (
    tenant bytea not null,
    account text collate "C" not null,
    currency text collate "C" not null,
    debits numeric(1000, 0) not null,
    credits numeric(1000, 0) not null,
    primary key (tenant, account, currency)
  ) with (fillfactor = 50)`,

  `create table keys (
    tenant bytea not null,
    id bytea not null,
    name text not null,
    role text not null check (role in ('admin', 'member')),
    hash text not null unique,
    created_at timestamptz(3) not null,
    revoked_at timestamptz(3),
    primary key (tenant, id)
  )`,

  `create table pinned_rates (
    tenant bytea not null,
    base text collate "C" not null,
    quote text collate "C" not null,
    value text not null,
    inverse text not null,
    as_of timestamptz(3) not null,
    primary key (tenant, base, quote)
  )`,

  `create table quotes (
    tenant bytea not null,
    id bytea not null,
    amount numeric(1000, 0) not null check (amount > 0),
    currency text not null,
    target text not null,
    rate json not null,
    spread_basis_points bigint not null,
    created_at timestamptz(3) not null,
    expires_at timestamptz(3) not null,
    used_by bytea,
    primary key (tenant, id)
  )`,
  `create unique index quotes_by_flow on quotes (tenant, used_by) where used_by is not null`,

  // Remainders and spreads are finer than any currency: major units, as fine as they come.
  `create table fx_totals (
    tenant bytea not null,
    currency text collate "C" not null,
    remainder numeric not null,
    spread numeric not null,
    primary key (tenant, currency)
  ) with (fillfactor = 50)`,

  `create table fetched_rates (
    base text collate "C" not null,
    quote text collate "C" not null,
    value text not null,
    inverse text not null,
    source text not null check (source in ('ecb', 'http')),
    as_of timestamptz(3) not null,
    primary key (base, quote)
  )`,

  `create table anomalies (
    tenant bytea not null,
    id bytea not null,
    reason text not null,
    provider text not null,
    payment text not null,
    flow bytea,
    detail text not null,
    created_at timestamptz(3) not null,
    primary key (tenant, id)
  )`,

  `create table requests (
    tenant bytea not null,
    scope text not null,
    key text not null,
    body_hash text not null,
    status bigint not null,
    body text not null,
    location text,
    answered_at timestamptz(3) not null,
    primary key (tenant, scope, key)
  )`,

  // A queue: nearly every row is soon dead, so it is swept by count and not by share.
  `create table outbox (
    tenant bytea not null,
    id bytea not null,
    type text not null,
    stream_kind text not null,
    stream bytea not null,
    causation text not null,
    data text not null,
    attempts bigint not null,
    due_at bigint not null,
    leased_by text,
    leased_until bigint not null,
    waits_since bigint check (waits_since is null or leased_by is null),
    primary key (tenant, stream, id)
  ) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000)`,
  `create index outbox_by_due on outbox (due_at, id)`,

  `create table webhooks (
    tenant bytea not null,
    id bytea not null,
    provider text not null,
    event_id text not null,
    headers text not null,
    body bytea not null,
    received_at timestamptz(3) not null,
    applied boolean not null,
    primary key (tenant, id)
  )`,
  `create unique index webhooks_by_event on webhooks (tenant, provider, event_id)`,
  `create index webhooks_unapplied on webhooks (received_at, id) where not applied`,

  `create table dead_letters (
    tenant bytea not null,
    id bytea not null,
    status text not null check (status in ('parked', 'resolved')),
    stream_kind text not null,
    stream bytea not null,
    type text not null,
    data text not null,
    causation text not null,
    request_scope text,
    request_key text,
    request_body_hash text,
    error text not null,
    attempts bigint not null,
    created_at timestamptz(3) not null,
    updated_at timestamptz(3) not null,
    primary key (tenant, id)
  )`,
  `create index dead_letters_by_request on dead_letters (tenant, request_scope, request_key)
    where status = 'parked'`,

  `create function refuse_change() returns trigger language plpgsql as $$
  begin
    raise exception '% are append-only', tg_table_name;
  end $$`,
  ...appendOnly.map(
    (table) => `create trigger ${table}_are_append_only
      before update or delete or truncate on ${table}
      for each statement execute function refuse_change()`,
  ),

  // The legs of an entry are always written by one statement, so that it can be judged as a whole.
  `create function refuse_unbalanced() returns trigger language plpgsql as $$
  declare
    lopsided bigint;
  begin
    select entry into lopsided from added group by tenant, entry, currency
      having sum(case side when 'credit' then amount else -amount end) <> 0 limit 1;
    if found then
      raise exception 'The entry with the number % does not balance.', lopsided;
    end if;
    return null;
  end $$`,
  `create trigger entries_balance after insert on postings
    referencing new table as added for each statement execute function refuse_unbalanced()`,

  ...Object.entries(owned).flatMap(([table, tenant]) => apart(table, tenant)),
];
