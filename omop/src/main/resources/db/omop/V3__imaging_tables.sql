-- Medical imaging extension (MI-CDM): Park et al. 2024, doi 10.1007/s10278-024-00982-6, tables 2 and 3.
-- One row of image_occurrence is one DICOM series.
create table cdm.image_occurrence (
  image_occurrence_id bigint not null,
  person_id bigint not null,
  procedure_occurrence_id bigint not null,
  visit_occurrence_id bigint,
  anatomic_site_concept_id integer,
  wadors_uri text,
  local_path text,
  image_occurrence_date date not null,
  image_study_uid varchar(250) not null,
  image_series_uid varchar(250) not null,
  modality_concept_id integer not null
);

-- One row is one row of a clinical table about the image.
create table cdm.image_feature (
  image_feature_id bigint not null,
  person_id bigint not null,
  image_occurrence_id bigint not null,
  image_feature_event_field_concept_id integer,
  image_feature_event_id bigint,
  image_feature_concept_id integer not null,
  image_feature_type_concept_id integer not null,
  image_finding_concept_id integer,
  image_finding_id bigint,
  anatomic_site_concept_id integer,
  alg_system text,
  alg_datetime timestamp
);
