-- What was given on to other archives: in new names alone. An archive stands here by its AE title or host.
create table etl.forwarded (
  study text not null,
  archive text not null,
  uid text not null,
  study_uid text not null,
  sha256 text not null,
  state text not null check (state in ('SENT', 'REFUSED')),
  words text not null default '',
  at timestamptz not null default clock_timestamp(),
  primary key (study, archive, uid)
);
comment on column etl.forwarded.sha256 is 'what it was then: a corrected image has the same UID, and archives keep the first';
create index forwarded_study_uid on etl.forwarded (study, archive, study_uid);
create index forwarded_refused on etl.forwarded (study, archive, at) where state = 'REFUSED';

-- Studies of which every instance was sent or refused, as they stood when the last of them came.
create table etl.forwarded_study (
  study text not null,
  archive text not null,
  uid text not null,
  arrived_at timestamptz not null,
  primary key (study, archive, uid)
);

-- When an archive was last asked, and what was wrong with it then.
create table etl.forward_archive (
  study text not null,
  archive text not null,
  tried_at timestamptz not null,
  trouble text not null default '',
  primary key (study, archive)
);
