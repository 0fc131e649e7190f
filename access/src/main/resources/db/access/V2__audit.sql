-- Who did what to person-level data, and every decision. Rows are only ever added: each holds the
-- hash of the one before, so that a row changed or taken out behind the triggers' back shows.
create table access.audit (
  id       bigint primary key,
  at       timestamptz not null,
  actor    text not null,
  roles    text not null,
  action   text not null,
  target   text not null,
  outcome  text not null,
  previous bytea not null,
  hash     bytea not null
);
create index audit_actor on access.audit (actor, id);
create index audit_action on access.audit (action, id);
create index audit_at on access.audit (at);

create function access.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are only ever added', tg_table_name;
end
$$;

create trigger audit_stays before update or delete or truncate on access.audit
  for each statement execute function access.refuse_change();
