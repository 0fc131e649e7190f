-- Images: what came and what is kept, in new names alone: pseudonyms and keyed UIDs.

-- What became of the files of a delivery of images; files = taken + same + held + refused + passed.
create table etl.imaging_delivery (
  delivery bigint primary key references etl.delivery (id),
  profile text not null,
  files bigint not null default 0,
  taken bigint not null default 0,
  same bigint not null default 0,
  held bigint not null default 0,
  refused bigint not null default 0,
  passed bigint not null default 0
);
comment on column etl.imaging_delivery.same is 'instances that were here already, byte for byte';
comment on column etl.imaging_delivery.passed is 'what belongs to a medium and is no instance';

create table etl.imaging_study (
  study text not null,
  uid text not null,
  patient text not null,
  arrived_at timestamptz not null,
  state text not null check (state in ('SETTLING', 'WAITING', 'SETTLED')),
  resource_id text not null default '',
  resource jsonb,
  digest jsonb,
  primary key (study, uid)
);
create index imaging_study_open on etl.imaging_study (state, arrived_at) where state <> 'SETTLED';
create index imaging_study_patient on etl.imaging_study (study, patient);
create index imaging_study_resource on etl.imaging_study (resource_id);
comment on column etl.imaging_study.state is
  'SETTLING: instances came, its resource follows; WAITING: its patient is not there yet';
comment on column etl.imaging_study.resource is 'what the images say of their ImagingStudy';

create table etl.imaging_instance (
  study text not null,
  uid text not null,
  study_uid text not null,
  series_uid text not null,
  sha256 text not null,
  bytes bigint not null,
  state text not null check (state in ('KEPT', 'HELD')),
  reasons text[] not null default '{}',
  delivery bigint not null references etl.delivery (id),
  attributes jsonb not null,
  primary key (study, uid)
);
create index imaging_instance_place on etl.imaging_instance (study, study_uid, series_uid);
create index imaging_instance_delivery on etl.imaging_instance (delivery);
create index imaging_instance_sha256 on etl.imaging_instance (sha256);

-- Files of which nothing came, with the place in the file, the reason and what to do about it.
create table etl.imaging_refusal (
  delivery bigint not null references etl.delivery (id),
  ordinal bigint not null,
  rule text not null,
  at_byte bigint not null,
  message text not null,
  remedy text not null,
  sha256 text not null,
  bytes bigint not null,
  primary key (delivery, ordinal)
);

-- What de-identification did to a study, one report a delivery.
create table etl.imaging_report (
  study text not null,
  study_uid text not null,
  delivery bigint not null references etl.delivery (id),
  report jsonb not null,
  primary key (study, study_uid, delivery)
);
