-- What was fetched from other archives. An archive stands here by its AE title, a study by its new UID.
create table etl.pull (
  id bigint generated always as identity primary key,
  study text not null,
  archive text not null,
  scheduled boolean not null,
  asked_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  state text not null default 'OPEN' check (state in ('OPEN', 'DONE', 'PARTIAL', 'FAILED', 'STOPPED')),
  found bigint not null default 0,
  here bigint not null default 0,
  fetched bigint not null default 0,
  instances bigint not null default 0,
  message text not null default ''
);
comment on column etl.pull.found is 'imaging studies; found, here already, fetched whole';

create table etl.pulled_study (
  study text not null,
  archive text not null,
  uid text not null,
  instances bigint not null,
  pull bigint not null references etl.pull (id),
  primary key (study, archive, uid)
);
comment on column etl.pulled_study.instances is 'how many the archive had then; with more it is fetched again';
