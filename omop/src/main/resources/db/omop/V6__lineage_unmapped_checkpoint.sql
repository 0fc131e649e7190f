-- What the projection keeps beside the CDM: where each row came from, what found no concept, how far it is.

-- One line per row, or one line with a reason for a resource that has no row.
create table omop.lineage (
  fhir_type text collate "C" not null,
  fhir_id text collate "C" not null,
  person_id bigint,
  cdm_table text collate "C",
  row_id bigint,
  visit_id bigint,
  reason text collate "C",
  check ((row_id is null) = (cdm_table is null)),
  check ((row_id is null) <> (reason is null))
);
comment on column omop.lineage.reason is 'why the resource has no row; null where it has one';
create index lineage_resource on omop.lineage (fhir_id, fhir_type);
-- Two resources whose ids digest to the same number collide here and never share a row.
create unique index lineage_row on omop.lineage (row_id) where row_id is not null;
create index lineage_person on omop.lineage (person_id);
comment on column omop.lineage.visit_id is
  'the visit the resource names; the row points at it from when that visit is there';
create index lineage_visit on omop.lineage (person_id) where visit_id is not null;

-- One line per code or unit that found no standard concept; the row stands with concept 0.
create table omop.unmapped (
  fhir_type text collate "C" not null,
  fhir_id text collate "C" not null,
  cdm_table text collate "C" not null,
  cdm_column text collate "C" not null,
  system text,
  code text,
  source_value text
);
create index unmapped_resource on omop.unmapped (fhir_id, fhir_type);

create view omop.unmapped_summary as
  select cdm_table, cdm_column, system, code, source_value, count(*) as occurrences
  from omop.unmapped
  group by cdm_table, cdm_column, system, code, source_value;

-- Years of birth that follow from an age at an event, for patients without a date of birth.
create table omop.birth_year (
  fhir_type text collate "C" not null,
  fhir_id text collate "C" not null,
  person_id bigint not null,
  year integer not null,
  primary key (fhir_id, fhir_type)
);
create index birth_year_person on omop.birth_year (person_id);

-- What episodes are made of: cancers (one disease episode each) and treatments (grouped into regimens).
create table omop.episode_part (
  fhir_type text collate "C" not null,
  fhir_id text collate "C" not null,
  person_id bigint not null,
  kind text not null check (kind in ('disease', 'treatment')),
  episode_id bigint not null,
  disease_episode_id bigint,
  event_id bigint not null,
  event_field_concept_id integer not null,
  object_concept_id integer not null,
  source_value varchar(50),
  start_date date not null,
  end_date date
);
comment on column omop.episode_part.disease_episode_id is
  'of a treatment: the disease it names; null when it names none';
create index episode_part_resource on omop.episode_part (fhir_id, fhir_type);
create index episode_part_person on omop.episode_part (person_id);

create table omop.checkpoint (
  only_row boolean primary key default true check (only_row),
  sequence bigint not null
);
insert into omop.checkpoint (sequence) values (0);

-- The foreign keys as migrated: a bulk load takes those of the tables it fills away and puts them back,
-- which checks them in one pass per key instead of once per row and key.
create table omop.foreign_key (
  name text primary key,
  cdm_table text not null,
  definition text not null
);
insert into omop.foreign_key
  select conname, relname, pg_get_constraintdef(c.oid)
  from pg_constraint c join pg_class t on t.oid = c.conrelid
  where c.contype = 'f' and c.connamespace = 'cdm'::regnamespace;

-- The 52-bit digest that identifies a derived row.
create function omop.row_id(content text) returns bigint language sql immutable strict parallel safe
  return ('x' || substr(encode(sha256(convert_to(content, 'UTF8')), 'hex'), 1, 13))::bit(52)::bigint;
