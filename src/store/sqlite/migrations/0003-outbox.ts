/**
 * Tasks stand by what they belong to, so that all of one flow are found and dropped by the key,
 * and say since when they wait. Of those of before it is not known: they may be under way.
 */
export const outbox: readonly string[] = [
  `create table outbox_by_stream (
    tenant blob not null,
    stream blob not null,
    id blob not null,
    type text not null,
    stream_kind text not null,
    causation any not null,
    data text not null,
    attempts integer not null,
    due_at integer not null,
    leased_by text,
    leased_until integer not null,
    waits_since integer check (waits_since is null or leased_by is null),
    primary key (tenant, stream, id)
  ) without rowid, strict`,
  `insert into outbox_by_stream
    select tenant, stream, id, type, stream_kind, causation, data, attempts, due_at, leased_by,
      leased_until, null
    from outbox`,
  `drop table outbox`,
  `alter table outbox_by_stream rename to outbox`,
  `create index outbox_by_due on outbox (due_at)`,
];
