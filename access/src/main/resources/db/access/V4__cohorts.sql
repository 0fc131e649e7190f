-- Cohorts people keep. A version is never changed: saving again adds one, with the data version its
-- numbers are of. Numbers are kept as everybody may know them, never exact.
create table access.cohort (
  id         uuid primary key,
  owner      text not null,
  owner_name text not null,
  name       text not null,
  shared     boolean not null default false,
  removed_at timestamptz,
  created_at timestamptz not null
);
create index cohort_owner on access.cohort (owner, created_at);

create table access.cohort_version (
  cohort        uuid not null references access.cohort,
  number        integer not null,
  definition    text not null,
  words         text not null,
  data_position bigint not null,
  data_at       timestamptz not null,
  patients      text not null,
  studies       text not null,
  series        text not null,
  parts         text not null,
  saved_at      timestamptz not null,
  primary key (cohort, number)
);
