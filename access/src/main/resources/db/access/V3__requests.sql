-- Requests for a collection, where they stand, and how they got there.
create table access.request (
  id              uuid primary key,
  collection      text not null,
  collection_name text not null,
  requester       text not null,
  requester_name  text not null,
  title           text not null,
  justification   text not null,
  state           text not null
    check (state in ('SUBMITTED', 'APPROVED', 'REJECTED', 'PACKAGED', 'DOWNLOADED')),
  submitted_at    timestamptz not null,
  problem         text not null default '',
  package_version text not null default '',
  package_sha256  text not null default '',
  package_bytes   bigint not null default 0
);
create index request_requester on access.request (requester, submitted_at);
create index request_state on access.request (state, submitted_at);

create table access.request_event (
  request uuid not null references access.request,
  number  integer not null,
  at      timestamptz not null,
  actor   text not null,
  state   text not null,
  reason  text not null,
  primary key (request, number)
);

create trigger request_event_stays before update or delete or truncate on access.request_event
  for each statement execute function access.refuse_change();
