-- OMOP CDM 5.4, clinical and derived tables. Names, types and nullability follow OHDSI's published field list
-- (github.com/OHDSI/CommonDataModel, Apache-2.0): float is numeric, datetime is timestamp, varchar(MAX) is
-- text. Keys of rows are bigint where the list says integer, because they are 52-bit digests of FHIR ids;
-- concept ids stay integer.

create schema cdm;

create table cdm.person (
  person_id bigint not null,
  gender_concept_id integer not null,
  year_of_birth integer not null,
  month_of_birth integer,
  day_of_birth integer,
  birth_datetime timestamp,
  race_concept_id integer not null,
  ethnicity_concept_id integer not null,
  location_id bigint,
  provider_id bigint,
  care_site_id bigint,
  person_source_value varchar(50),
  gender_source_value varchar(50),
  gender_source_concept_id integer,
  race_source_value varchar(50),
  race_source_concept_id integer,
  ethnicity_source_value varchar(50),
  ethnicity_source_concept_id integer
);

create table cdm.observation_period (
  observation_period_id bigint not null,
  person_id bigint not null,
  observation_period_start_date date not null,
  observation_period_end_date date not null,
  period_type_concept_id integer not null
);

create table cdm.visit_occurrence (
  visit_occurrence_id bigint not null,
  person_id bigint not null,
  visit_concept_id integer not null,
  visit_start_date date not null,
  visit_start_datetime timestamp,
  visit_end_date date not null,
  visit_end_datetime timestamp,
  visit_type_concept_id integer not null,
  provider_id bigint,
  care_site_id bigint,
  visit_source_value varchar(50),
  visit_source_concept_id integer,
  admitted_from_concept_id integer,
  admitted_from_source_value varchar(50),
  discharged_to_concept_id integer,
  discharged_to_source_value varchar(50),
  preceding_visit_occurrence_id bigint
);

create table cdm.visit_detail (
  visit_detail_id bigint not null,
  person_id bigint not null,
  visit_detail_concept_id integer not null,
  visit_detail_start_date date not null,
  visit_detail_start_datetime timestamp,
  visit_detail_end_date date not null,
  visit_detail_end_datetime timestamp,
  visit_detail_type_concept_id integer not null,
  provider_id bigint,
  care_site_id bigint,
  visit_detail_source_value varchar(50),
  visit_detail_source_concept_id integer,
  admitted_from_concept_id integer,
  admitted_from_source_value varchar(50),
  discharged_to_source_value varchar(50),
  discharged_to_concept_id integer,
  preceding_visit_detail_id bigint,
  parent_visit_detail_id bigint,
  visit_occurrence_id bigint not null
);

create table cdm.condition_occurrence (
  condition_occurrence_id bigint not null,
  person_id bigint not null,
  condition_concept_id integer not null,
  condition_start_date date not null,
  condition_start_datetime timestamp,
  condition_end_date date,
  condition_end_datetime timestamp,
  condition_type_concept_id integer not null,
  condition_status_concept_id integer,
  stop_reason varchar(20),
  provider_id bigint,
  visit_occurrence_id bigint,
  visit_detail_id bigint,
  condition_source_value varchar(50),
  condition_source_concept_id integer,
  condition_status_source_value varchar(50)
);

create table cdm.drug_exposure (
  drug_exposure_id bigint not null,
  person_id bigint not null,
  drug_concept_id integer not null,
  drug_exposure_start_date date not null,
  drug_exposure_start_datetime timestamp,
  drug_exposure_end_date date not null,
  drug_exposure_end_datetime timestamp,
  verbatim_end_date date,
  drug_type_concept_id integer not null,
  stop_reason varchar(20),
  refills integer,
  quantity numeric,
  days_supply integer,
  sig text,
  route_concept_id integer,
  lot_number varchar(50),
  provider_id bigint,
  visit_occurrence_id bigint,
  visit_detail_id bigint,
  drug_source_value varchar(50),
  drug_source_concept_id integer,
  route_source_value varchar(50),
  dose_unit_source_value varchar(50)
);

create table cdm.procedure_occurrence (
  procedure_occurrence_id bigint not null,
  person_id bigint not null,
  procedure_concept_id integer not null,
  procedure_date date not null,
  procedure_datetime timestamp,
  procedure_end_date date,
  procedure_end_datetime timestamp,
  procedure_type_concept_id integer not null,
  modifier_concept_id integer,
  quantity integer,
  provider_id bigint,
  visit_occurrence_id bigint,
  visit_detail_id bigint,
  procedure_source_value varchar(50),
  procedure_source_concept_id integer,
  modifier_source_value varchar(50)
);

create table cdm.device_exposure (
  device_exposure_id bigint not null,
  person_id bigint not null,
  device_concept_id integer not null,
  device_exposure_start_date date not null,
  device_exposure_start_datetime timestamp,
  device_exposure_end_date date,
  device_exposure_end_datetime timestamp,
  device_type_concept_id integer not null,
  unique_device_id varchar(255),
  production_id varchar(255),
  quantity integer,
  provider_id bigint,
  visit_occurrence_id bigint,
  visit_detail_id bigint,
  device_source_value varchar(50),
  device_source_concept_id integer,
  unit_concept_id integer,
  unit_source_value varchar(50),
  unit_source_concept_id integer
);

create table cdm.measurement (
  measurement_id bigint not null,
  person_id bigint not null,
  measurement_concept_id integer not null,
  measurement_date date not null,
  measurement_datetime timestamp,
  measurement_time varchar(10),
  measurement_type_concept_id integer not null,
  operator_concept_id integer,
  value_as_number numeric,
  value_as_concept_id integer,
  unit_concept_id integer,
  range_low numeric,
  range_high numeric,
  provider_id bigint,
  visit_occurrence_id bigint,
  visit_detail_id bigint,
  measurement_source_value varchar(50),
  measurement_source_concept_id integer,
  unit_source_value varchar(50),
  unit_source_concept_id integer,
  value_source_value varchar(50),
  measurement_event_id bigint,
  meas_event_field_concept_id integer
);

create table cdm.observation (
  observation_id bigint not null,
  person_id bigint not null,
  observation_concept_id integer not null,
  observation_date date not null,
  observation_datetime timestamp,
  observation_type_concept_id integer not null,
  value_as_number numeric,
  value_as_string varchar(60),
  value_as_concept_id integer,
  qualifier_concept_id integer,
  unit_concept_id integer,
  provider_id bigint,
  visit_occurrence_id bigint,
  visit_detail_id bigint,
  observation_source_value varchar(50),
  observation_source_concept_id integer,
  unit_source_value varchar(50),
  qualifier_source_value varchar(50),
  value_source_value varchar(50),
  observation_event_id bigint,
  obs_event_field_concept_id integer
);

create table cdm.death (
  person_id bigint not null,
  death_date date not null,
  death_datetime timestamp,
  death_type_concept_id integer,
  cause_concept_id integer,
  cause_source_value varchar(50),
  cause_source_concept_id integer
);

create table cdm.specimen (
  specimen_id bigint not null,
  person_id bigint not null,
  specimen_concept_id integer not null,
  specimen_type_concept_id integer not null,
  specimen_date date not null,
  specimen_datetime timestamp,
  quantity numeric,
  unit_concept_id integer,
  anatomic_site_concept_id integer,
  disease_status_concept_id integer,
  specimen_source_id varchar(50),
  specimen_source_value varchar(50),
  unit_source_value varchar(50),
  anatomic_site_source_value varchar(50),
  disease_status_source_value varchar(50)
);

create table cdm.drug_era (
  drug_era_id bigint not null,
  person_id bigint not null,
  drug_concept_id integer not null,
  drug_era_start_date date not null,
  drug_era_end_date date not null,
  drug_exposure_count integer,
  gap_days integer
);

create table cdm.dose_era (
  dose_era_id bigint not null,
  person_id bigint not null,
  drug_concept_id integer not null,
  unit_concept_id integer not null,
  dose_value numeric not null,
  dose_era_start_date date not null,
  dose_era_end_date date not null
);

create table cdm.condition_era (
  condition_era_id bigint not null,
  person_id bigint not null,
  condition_concept_id integer not null,
  condition_era_start_date date not null,
  condition_era_end_date date not null,
  condition_occurrence_count integer
);

create table cdm.episode (
  episode_id bigint not null,
  person_id bigint not null,
  episode_concept_id integer not null,
  episode_start_date date not null,
  episode_start_datetime timestamp,
  episode_end_date date,
  episode_end_datetime timestamp,
  episode_parent_id bigint,
  episode_number integer,
  episode_object_concept_id integer not null,
  episode_type_concept_id integer not null,
  episode_source_value varchar(50),
  episode_source_concept_id integer
);

create table cdm.episode_event (
  episode_id bigint not null,
  event_id bigint not null,
  episode_event_field_concept_id integer not null
);
