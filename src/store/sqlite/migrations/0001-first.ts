/** Tables whose rows are never changed nor deleted: two triggers guard each of them. */
const appendOnly = ['shapes', 'segments', 'entries', 'postings'];

/**
 * The first schema. Ids are 17 bytes (see ids.codec), money is integer minor units as text: 18
 * decimals outgrow every integer that SQLite has. `strict` refuses a value of another type.
 *
 * Tables with long rows keep their rowid: in one without, a row of more than a kilobyte spills
 * into a page of its own (measured: three quarters of the flows' pages were empty).
 *
 * That an entry's legs sum to zero per currency is held by its constructor, once more by the
 * writer before it writes, and by verify: SQLite cannot add numbers of any length, and a trigger
 * sees one leg, never the whole entry.
 */
export const first: readonly string[] = [
  `create table tenants (
    id blob not null primary key,
    name text not null,
    created_at text not null
  ) without rowid, strict`,

  `create table heads (
    tenant blob not null primary key,
    position integer not null check (position > 0),
    hash blob not null check (length(hash) = 32),
    committed_at text not null
  ) without rowid, strict`,

  // Which types a segment's events have: few, and looked through to find events by their type.
  `create table shapes (
    number integer not null primary key,
    types text not null
  ) strict`,
  // The log: position is that of a segment's last event, sequence that of its first. The body is
  // last, so that what is before it is read without it.
  `create table segments (
    tenant blob not null,
    position integer not null check (position > 0),
    size integer not null check (size > 0),
    committed_at text not null,
    stream_kind text not null,
    stream blob not null,
    sequence integer not null check (sequence > 0),
    shape integer not null,
    hash blob not null check (length(hash) = 32),
    body text not null,
    primary key (tenant, position)
  ) strict`,
  // A turn numbers a stream's events on from its last one: two that did so at once meet here.
  `create unique index segments_by_stream on segments (tenant, stream, sequence)`,
  `create index segments_by_shape on segments (tenant, shape, position)`,

  `create table accounts (
    tenant blob not null,
    id blob not null,
    currency text not null,
    status text not null check (status in ('open', 'frozen', 'closed')),
    name text,
    reference text,
    posted text not null,
    held text not null check (held not glob '-*'),
    overdraft text not null check (overdraft not glob '-*'),
    flows_under_way integer not null check (flows_under_way >= 0),
    version integer not null,
    limits text not null,
    usage text not null,
    metadata text not null,
    created_at text not null,
    updated_at text not null,
    primary key (tenant, id)
  ) without rowid, strict`,
  `create unique index accounts_by_reference on accounts (tenant, reference)
    where reference is not null`,

  // The tag in front of an id is the kind, so that the key serves a list of one kind by itself.
  `create table flows (
    tenant blob not null,
    id blob not null,
    status text not null check (status in ('pending', 'completed', 'failed', 'rejected')),
    payment blob,
    sequence integer not null,
    state text not null,
    primary key (tenant, id)
  ) strict`,
  `create unique index flows_by_payment on flows (tenant, payment) where payment is not null`,
  // Nearly every flow is completed; a list of those needs no index, and they need no row in one.
  `create index flows_by_status on flows (tenant, status, id) where status <> 'completed'`,
  `create table flow_accounts (
    tenant blob not null,
    account blob not null,
    flow blob not null,
    primary key (tenant, account, flow)
  ) without rowid, strict`,

  `create table entries (
    tenant blob not null,
    number integer not null check (number > 0),
    id blob not null,
    flow blob not null,
    type text not null,
    posted_at text not null,
    conversions text not null,
    primary key (tenant, number)
  ) without rowid, strict`,
  `create index entries_by_flow on entries (tenant, flow, number)`,
  `create table postings (
    tenant blob not null,
    entry integer not null,
    leg integer not null,
    account any not null,
    side text not null check (side in ('debit', 'credit')),
    amount text not null check (amount glob '[1-9]*' and amount not glob '*[^0-9]*'),
    currency text not null,
    balance text,
    primary key (tenant, entry, leg),
    foreign key (tenant, entry) references entries (tenant, number)
  ) without rowid, strict`,
  `create index postings_by_account on postings (tenant, account, entry, leg)
    where balance is not null`,

  `create table ledger_totals (
    tenant blob not null,
    account text not null,
    currency text not null,
    debits text not null,
    credits text not null,
    primary key (tenant, account, currency)
  ) without rowid, strict`,

  `create table keys (
    tenant blob not null,
    id blob not null,
    name text not null,
    role text not null check (role in ('admin', 'member')),
    hash text not null unique,
    created_at text not null,
    revoked_at text,
    primary key (tenant, id)
  ) without rowid, strict`,

  `create table pinned_rates (
    tenant blob not null,
    base text not null,
    quote text not null,
    value text not null,
    inverse text not null,
    as_of text not null,
    primary key (tenant, base, quote)
  ) without rowid, strict`,

  `create table anomalies (
    tenant blob not null,
    id blob not null,
    reason text not null,
    provider text not null,
    payment any not null,
    flow blob,
    detail text not null,
    created_at text not null,
    primary key (tenant, id)
  ) without rowid, strict`,

  `create table requests (
    tenant blob not null,
    scope text not null,
    key text not null,
    body_hash text not null,
    status integer not null,
    body text not null,
    location text,
    answered_at text not null,
    primary key (tenant, scope, key)
  ) strict`,

  `create table outbox (
    tenant blob not null,
    id blob not null,
    type text not null,
    stream_kind text not null,
    stream blob not null,
    causation any not null,
    data text not null,
    attempts integer not null,
    due_at integer not null,
    leased_by text,
    leased_until integer not null,
    primary key (tenant, id)
  ) without rowid, strict`,
  `create index outbox_by_due on outbox (due_at)`,

  `create table webhooks (
    tenant blob not null,
    id blob not null,
    provider text not null,
    event_id text not null,
    headers text not null,
    body blob not null,
    received_at text not null,
    applied integer not null check (applied in (0, 1)),
    primary key (tenant, id)
  ) strict`,
  `create unique index webhooks_by_event on webhooks (tenant, provider, event_id)`,
  `create index webhooks_unapplied on webhooks (received_at, id) where applied = 0`,

  `create table dead_letters (
    tenant blob not null,
    id blob not null,
    status text not null check (status in ('parked', 'resolved')),
    stream_kind text not null,
    stream blob not null,
    type text not null,
    data text not null,
    causation any not null,
    request_scope text,
    request_key text,
    request_body_hash text,
    error text not null,
    attempts integer not null,
    created_at text not null,
    updated_at text not null,
    primary key (tenant, id)
  ) strict`,
  `create index dead_letters_by_request on dead_letters (tenant, request_scope, request_key)
    where status = 'parked'`,

  ...appendOnly.flatMap((table) => [
    `create trigger ${table}_are_never_changed before update on ${table}
      begin select raise(abort, '${table} are append-only'); end`,
    `create trigger ${table}_are_never_deleted before delete on ${table}
      begin select raise(abort, '${table} are append-only'); end`,
  ]),
];
