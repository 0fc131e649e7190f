-- What was measured or seen in a series, by the resource that says so. Its row of image_feature stands as long as the
-- series has its row of image_occurrence, whichever of the two comes or goes first.
create table omop.image_link (
  fhir_type text collate "C" not null,
  fhir_id text collate "C" not null,
  person_id bigint not null,
  feature_id bigint primary key,
  series_uid text collate "C" not null,
  event_field_concept_id integer not null,
  event_id bigint not null,
  concept_id integer not null,
  type_concept_id integer not null,
  finding_concept_id integer,
  site_concept_id integer,
  alg_system text
);
create index image_link_resource on omop.image_link (fhir_id, fhir_type);
create index image_link_person on omop.image_link (person_id);
create index idx_image_occurrence_series on cdm.image_occurrence (person_id, image_series_uid);
