-- Bulk exports: what was asked for and how far it is. A row stays when its files are gone (state GONE), because the
-- time and log position of its snapshot say exactly what a later export since then has to contain.
create table fhir.export (
  id uuid primary key,
  created_at timestamptz not null default now(),
  request text not null,
  caller text not null,
  address text not null,
  base text not null,
  state text not null,
  progress text not null,
  manifest text,
  failure text,
  snapshot_at timestamptz,
  snapshot_seq bigint,
  expires_at timestamptz
);
create index export_state on fhir.export (state, created_at);
