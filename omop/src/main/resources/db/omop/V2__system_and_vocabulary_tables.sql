-- OMOP CDM 5.4, health system, metadata and vocabulary tables. Names, types and nullability follow OHDSI's published field list
-- (github.com/OHDSI/CommonDataModel, Apache-2.0): float is numeric, datetime is timestamp, varchar(MAX) is
-- text. Keys of rows are bigint where the list says integer, because they are 52-bit digests of FHIR ids;
-- concept ids stay integer.

create table cdm.location (
  location_id bigint not null,
  address_1 varchar(50),
  address_2 varchar(50),
  city varchar(50),
  state varchar(2),
  zip varchar(9),
  county varchar(20),
  location_source_value varchar(50),
  country_concept_id integer,
  country_source_value varchar(80),
  latitude numeric,
  longitude numeric
);

create table cdm.care_site (
  care_site_id bigint not null,
  care_site_name varchar(255),
  place_of_service_concept_id integer,
  location_id bigint,
  care_site_source_value varchar(50),
  place_of_service_source_value varchar(50)
);

create table cdm.provider (
  provider_id bigint not null,
  provider_name varchar(255),
  npi varchar(20),
  dea varchar(20),
  specialty_concept_id integer,
  care_site_id bigint,
  year_of_birth integer,
  gender_concept_id integer,
  provider_source_value varchar(50),
  specialty_source_value varchar(50),
  specialty_source_concept_id integer,
  gender_source_value varchar(50),
  gender_source_concept_id integer
);

create table cdm.payer_plan_period (
  payer_plan_period_id bigint not null,
  person_id bigint not null,
  payer_plan_period_start_date date not null,
  payer_plan_period_end_date date not null,
  payer_concept_id integer,
  payer_source_value varchar(50),
  payer_source_concept_id integer,
  plan_concept_id integer,
  plan_source_value varchar(50),
  plan_source_concept_id integer,
  sponsor_concept_id integer,
  sponsor_source_value varchar(50),
  sponsor_source_concept_id integer,
  family_source_value varchar(50),
  stop_reason_concept_id integer,
  stop_reason_source_value varchar(50),
  stop_reason_source_concept_id integer
);

create table cdm.cost (
  cost_id bigint not null,
  cost_event_id bigint not null,
  cost_domain_id varchar(20) not null,
  cost_type_concept_id integer not null,
  currency_concept_id integer,
  total_charge numeric,
  total_cost numeric,
  total_paid numeric,
  paid_by_payer numeric,
  paid_by_patient numeric,
  paid_patient_copay numeric,
  paid_patient_coinsurance numeric,
  paid_patient_deductible numeric,
  paid_by_primary numeric,
  paid_ingredient_cost numeric,
  paid_dispensing_fee numeric,
  payer_plan_period_id bigint,
  amount_allowed numeric,
  revenue_code_concept_id integer,
  revenue_code_source_value varchar(50),
  drg_concept_id integer,
  drg_source_value varchar(3)
);

create table cdm.metadata (
  metadata_id bigint not null,
  metadata_concept_id integer not null,
  metadata_type_concept_id integer not null,
  name varchar(250) not null,
  value_as_string varchar(250),
  value_as_concept_id integer,
  value_as_number numeric,
  metadata_date date,
  metadata_datetime timestamp
);

create table cdm.cdm_source (
  cdm_source_name varchar(255) not null,
  cdm_source_abbreviation varchar(25) not null,
  cdm_holder varchar(255) not null,
  source_description text,
  source_documentation_reference varchar(255),
  cdm_etl_reference varchar(255),
  source_release_date date not null,
  cdm_release_date date not null,
  cdm_version varchar(10),
  cdm_version_concept_id integer not null,
  vocabulary_version varchar(20) not null
);

create table cdm.cohort (
  cohort_definition_id bigint not null,
  subject_id bigint not null,
  cohort_start_date date not null,
  cohort_end_date date not null
);

create table cdm.cohort_definition (
  cohort_definition_id bigint not null,
  cohort_definition_name varchar(255) not null,
  cohort_definition_description text,
  definition_type_concept_id integer not null,
  cohort_definition_syntax text,
  subject_concept_id integer not null,
  cohort_initiation_date date
);

create table cdm.fact_relationship (
  domain_concept_id_1 integer not null,
  fact_id_1 bigint not null,
  domain_concept_id_2 integer not null,
  fact_id_2 bigint not null,
  relationship_concept_id integer not null
);

create table cdm.note (
  note_id bigint not null,
  person_id bigint not null,
  note_date date not null,
  note_datetime timestamp,
  note_type_concept_id integer not null,
  note_class_concept_id integer not null,
  note_title varchar(250),
  note_text text not null,
  encoding_concept_id integer not null,
  language_concept_id integer not null,
  provider_id bigint,
  visit_occurrence_id bigint,
  visit_detail_id bigint,
  note_source_value varchar(50),
  note_event_id bigint,
  note_event_field_concept_id integer
);

create table cdm.note_nlp (
  note_nlp_id bigint not null,
  note_id bigint not null,
  section_concept_id integer,
  snippet varchar(250),
  "offset" varchar(50),
  lexical_variant varchar(250) not null,
  note_nlp_concept_id integer,
  note_nlp_source_concept_id integer,
  nlp_system varchar(250),
  nlp_date date not null,
  nlp_datetime timestamp,
  term_exists varchar(1),
  term_temporal varchar(50),
  term_modifiers varchar(2000)
);

create table cdm.concept (
  concept_id integer not null,
  concept_name varchar(255) not null,
  domain_id varchar(20) not null,
  vocabulary_id varchar(20) not null,
  concept_class_id varchar(20) not null,
  standard_concept varchar(1),
  concept_code varchar(50) not null,
  valid_start_date date not null,
  valid_end_date date not null,
  invalid_reason varchar(1)
);

create table cdm.vocabulary (
  vocabulary_id varchar(20) not null,
  vocabulary_name varchar(255) not null,
  vocabulary_reference varchar(255),
  vocabulary_version varchar(255),
  vocabulary_concept_id integer not null
);

create table cdm.domain (
  domain_id varchar(20) not null,
  domain_name varchar(255) not null,
  domain_concept_id integer not null
);

create table cdm.concept_class (
  concept_class_id varchar(20) not null,
  concept_class_name varchar(255) not null,
  concept_class_concept_id integer not null
);

create table cdm.concept_relationship (
  concept_id_1 integer not null,
  concept_id_2 integer not null,
  relationship_id varchar(20) not null,
  valid_start_date date not null,
  valid_end_date date not null,
  invalid_reason varchar(1)
);

create table cdm.relationship (
  relationship_id varchar(20) not null,
  relationship_name varchar(255) not null,
  is_hierarchical varchar(1) not null,
  defines_ancestry varchar(1) not null,
  reverse_relationship_id varchar(20) not null,
  relationship_concept_id integer not null
);

create table cdm.concept_synonym (
  concept_id integer not null,
  concept_synonym_name varchar(1000) not null,
  language_concept_id integer not null
);

create table cdm.concept_ancestor (
  ancestor_concept_id integer not null,
  descendant_concept_id integer not null,
  min_levels_of_separation integer not null,
  max_levels_of_separation integer not null
);

create table cdm.source_to_concept_map (
  source_code varchar(50) not null,
  source_concept_id integer not null,
  source_vocabulary_id varchar(20) not null,
  source_code_description varchar(255),
  target_concept_id integer not null,
  target_vocabulary_id varchar(20) not null,
  valid_start_date date not null,
  valid_end_date date not null,
  invalid_reason varchar(1)
);

create table cdm.drug_strength (
  drug_concept_id integer not null,
  ingredient_concept_id integer not null,
  amount_value numeric,
  amount_unit_concept_id integer,
  numerator_value numeric,
  numerator_unit_concept_id integer,
  denominator_value numeric,
  denominator_unit_concept_id integer,
  box_size integer,
  valid_start_date date not null,
  valid_end_date date not null,
  invalid_reason varchar(1)
);
