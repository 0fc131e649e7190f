-- The journal: what came, what became of it, and what every study currently says of every patient.
-- No identities: the name of a file lives in the schema identity, a patient is a pseudonym.

create sequence etl.delivery_id;

create table etl.delivery (
  id bigint primary key,
  study text not null,
  sha256 text not null,
  bytes bigint not null,
  via text not null,
  dry boolean not null default false,
  received_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  state text not null check (state in (
    'RECEIVED', 'READING', 'LOADING', 'WAITING', 'REMOVING', 'LOADED', 'DUPLICATE', 'QUARANTINED',
    'RETRACTING', 'RETRACTED', 'CHECKED')),
  tries integer not null default 0,
  duplicate_of bigint references etl.delivery (id),
  reason text not null default '',
  message text not null default '',
  counts jsonb not null default '{}'
);

-- The same bytes count once for a study, whoever drops them and however often at once; what was
-- quarantined or retracted may come again.
create unique index delivery_once on etl.delivery (study, sha256)
  where not dry and state not in ('DUPLICATE', 'QUARANTINED', 'RETRACTED');
create index delivery_open on etl.delivery (id)
  where state in ('RECEIVED', 'READING', 'LOADING', 'REMOVING', 'RETRACTING');

-- Rows of deliveries that are being loaded; emptied when the delivery is through.
create unlogged table etl.staged (
  delivery bigint not null,
  ordinal bigint not null,
  form text not null,
  sheet text not null,
  number bigint not null,
  patient text not null,
  key text not null,
  accepted boolean not null,
  values jsonb not null
);
create index staged_patient on etl.staged (delivery, patient, form, key);

-- What a study currently says: one row per patient and key of a form. Resources are a pure function
-- of the rows of a patient.
create table etl.row (
  study text not null,
  patient text not null,
  form text not null,
  key text not null,
  values jsonb not null,
  delivery bigint not null references etl.delivery (id),
  sheet text not null,
  number bigint not null,
  primary key (study, patient, form, key)
);
create index row_delivery on etl.row (delivery);

-- Which resources a current row became, as Type/id. Written before the resources are, so that
-- whatever the store holds of a study is named here at every moment.
create table etl.lineage (
  study text not null,
  patient text not null,
  form text not null,
  key text not null,
  resources text[] not null,
  primary key (study, patient, form, key)
);

create table etl.rejection (
  delivery bigint not null references etl.delivery (id),
  ordinal bigint generated always as identity,
  sheet text not null,
  row bigint not null,
  form text not null,
  "column" text not null,
  cell text not null,
  value text not null,
  rule text not null,
  severity text not null,
  message text not null,
  remedy text not null,
  primary key (delivery, ordinal)
);

-- Rows a full delivery no longer mentions; they go when a person has confirmed it, unless another
-- delivery has written them since.
create table etl.removal (
  delivery bigint not null references etl.delivery (id),
  form text not null,
  patient text not null,
  key text not null,
  written_by bigint not null,
  primary key (delivery, form, patient, key)
);
