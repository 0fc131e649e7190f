-- The current version of every resource, deletions included (content null).
-- pid = resource type number (definitions/resource-types.tsv) << 44 | running number: one index serves both the
-- join by pid and the listing of a type.
create table fhir.res (
  pid bigint primary key,
  version int not null,
  last_updated timestamptz not null,
  type smallint not null,
  id text collate "C" not null,
  owner text not null,
  digest bytea,
  content bytea,
  unique (type, id)
) with (toast_tuple_target = 8160);
-- Compact JSON without meta.versionId and meta.lastUpdated; the server's own compression only costs time here.
alter table fhir.res alter column content set storage external;
create index res_last_updated on fhir.res (type, last_updated, pid);

-- Versions that are no longer current.
create table fhir.hist (
  pid bigint not null,
  version int not null,
  last_updated timestamptz not null,
  owner text not null,
  content bytea,
  primary key (pid, version)
) with (toast_tuple_target = 8160);
alter table fhir.hist alter column content set storage external;

-- The change log. seq is given under the log's advisory lock at the very end of a transaction: its order is the
-- order of commits and it has no gaps.
create table fhir.chg (
  seq bigint primary key,
  pid bigint not null,
  version int not null,
  at timestamptz not null
);

create sequence fhir.pid increment by 1000;

-- Hashes of tokens, references and URIs of a resource. hashed = the key of "Type/id": a reference to this resource is
-- stored as (parameter's seed xor key), so a chain computes the hash it looks for in SQL.
create table fhir.ix (
  pid bigint primary key,
  key bigint not null,
  hs bigint[] not null
);
-- Appending to the pending list writes a third of the log a direct insert does; vacuum merges it.
create index ix_hs on fhir.ix using gin (hs) with (fastupdate = on, gin_pending_list_limit = 4096);
alter table fhir.ix set (autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_vacuum_insert_threshold = 20000);

-- Dates as half-open intervals [lo, hi) in microseconds since 1970 UTC; p is the parameter's number.
create table fhir.dat (
  pid bigint not null,
  lo bigint not null,
  hi bigint not null,
  p int not null
);
create index dat_value on fhir.dat (p, lo, hi, pid);
create index dat_pid on fhir.dat (pid);

-- Strings folded to lower case without accents.
create table fhir.str (
  pid bigint not null,
  p int not null,
  v text collate "C" not null
);
create index str_value on fhir.str (p, v, pid);
create index str_pid on fhir.str (pid);

-- Quantities and numbers as closed intervals; u, c, n hash system|code, code and unit (0 = none).
create table fhir.qty (
  pid bigint not null,
  lo double precision not null,
  hi double precision not null,
  u bigint not null,
  c bigint not null,
  n bigint not null,
  p int not null
);
create index qty_value on fhir.qty (p, lo, hi, pid);
create index qty_pid on fhir.qty (pid);
