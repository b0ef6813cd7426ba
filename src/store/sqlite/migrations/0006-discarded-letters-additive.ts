/**
 * A dead letter may be given up. SQLite has no way to change a check: the table is made anew.
 * Older builds read such a letter as one that waits for nothing, which is right.
 */
export const discardedLetters: readonly string[] = [
  `create table dead_letters_to_discard (
    tenant blob not null,
    id blob not null,
    status text not null check (status in ('parked', 'resolved', 'discarded')),
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
  `insert into dead_letters_to_discard
    select tenant, id, status, stream_kind, stream, type, data, causation, request_scope,
      request_key, request_body_hash, error, attempts, created_at, updated_at
    from dead_letters`,
  `drop table dead_letters`,
  `alter table dead_letters_to_discard rename to dead_letters`,
  `create index dead_letters_by_request on dead_letters (tenant, request_scope, request_key)
    where status = 'parked'`,
];
