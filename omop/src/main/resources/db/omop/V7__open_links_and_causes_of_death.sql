-- A modifier whose event has no row (no date, not done, not here yet): its row stands without the link, and the link
-- waits here until the event has a row. So every link in the CDM leads somewhere, and what leads nowhere is counted.
create table omop.open_link (
  cdm_table text collate "C" not null,
  row_id bigint primary key,
  person_id bigint not null,
  event_id bigint not null,
  event_field_concept_id integer not null
);
create index open_link_person on omop.open_link (person_id);

-- What resources say somebody died of; the row of death, which comes from the Patient, takes it from here.
create table omop.death_cause (
  fhir_type text collate "C" not null,
  fhir_id text collate "C" not null,
  person_id bigint not null,
  concept_id integer not null,
  source_value varchar(50),
  source_concept_id integer,
  primary key (fhir_id, fhir_type)
);
create index death_cause_person on omop.death_cause (person_id);

-- An episode without a concept is unmapped as well: it is derived, so it is looked for and not written down.
create or replace view omop.unmapped_summary as
  select cdm_table, cdm_column, system, code, source_value, count(*) as occurrences
  from omop.unmapped
  group by cdm_table, cdm_column, system, code, source_value
  union all
  select 'episode' collate "C", 'episode_object_concept_id' collate "C", null, null, episode_source_value::text, count(*)
  from cdm.episode where episode_object_concept_id = 0
  group by episode_source_value;
