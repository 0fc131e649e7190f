-- Rows that follow from other rows, recomputed for the people a batch touches. Every ? is the array of
-- their person ids. Statements are separated by a line of dashes.

delete from cdm.observation_period where person_id = any(?)
------
-- From the first to the last event, and at most 60 days past death.
insert into cdm.observation_period
select omop.row_id('observation_period/' || person_id), person_id,
  least(min(first), min(death) + 60), least(max(last), min(death) + 60), 32880
from (
  select person_id, visit_start_date as first, visit_end_date as last, null::date as death from cdm.visit_occurrence
  union all select person_id, condition_start_date, coalesce(condition_end_date, condition_start_date), null
    from cdm.condition_occurrence
  union all select person_id, procedure_date, coalesce(procedure_end_date, procedure_date), null
    from cdm.procedure_occurrence
  union all select person_id, drug_exposure_start_date, drug_exposure_end_date, null from cdm.drug_exposure
  union all select person_id, device_exposure_start_date,
      coalesce(device_exposure_end_date, device_exposure_start_date), null
    from cdm.device_exposure
  union all select person_id, measurement_date, measurement_date, null from cdm.measurement
  union all select person_id, observation_date, observation_date, null from cdm.observation
  union all select person_id, specimen_date, specimen_date, null from cdm.specimen
  union all select person_id, death_date, death_date, death_date from cdm.death
) as event
where person_id = any(?)
group by person_id
------
delete from cdm.condition_era where person_id = any(?)
------
-- Occurrences of one concept at most 30 days apart are one era.
insert into cdm.condition_era
select omop.row_id('condition_era/' || person_id || '/' || concept || '/' || min(start)), person_id, concept,
  min(start), max(stop), count(*)
from (
  select *, count(*) filter (where before is null or start > before + 30)
    over (partition by person_id, concept order by start, stop rows unbounded preceding) as era
  from (
    select person_id, condition_concept_id as concept, condition_start_date as start,
      coalesce(condition_end_date, condition_start_date) as stop,
      max(coalesce(condition_end_date, condition_start_date)) over (
        partition by person_id, condition_concept_id
        order by condition_start_date, coalesce(condition_end_date, condition_start_date)
        rows between unbounded preceding and 1 preceding) as before
    from cdm.condition_occurrence
    where person_id = any(?) and condition_concept_id <> 0
  ) as ordered
) as numbered
group by person_id, concept, era
------
delete from cdm.drug_era where person_id = any(?)
------
-- Exposures to one ingredient at most 30 days apart are one era; gap_days counts its days without exposure.
insert into cdm.drug_era
select omop.row_id('drug_era/' || person_id || '/' || concept || '/' || min(start)), person_id, concept,
  min(start), max(stop), count(*), coalesce(sum(greatest(start - before, 0)) filter (where start <= before + 30), 0)
from (
  select *, count(*) filter (where before is null or start > before + 30)
    over (partition by person_id, concept order by start, stop rows unbounded preceding) as era
  from (
    select person_id, drug_concept_id as concept, drug_exposure_start_date as start,
      drug_exposure_end_date as stop,
      max(drug_exposure_end_date) over (
        partition by person_id, drug_concept_id order by drug_exposure_start_date, drug_exposure_end_date
        rows between unbounded preceding and 1 preceding) as before
    from cdm.drug_exposure join cdm.concept on concept_id = drug_concept_id
    where person_id = any(?) and concept_class_id = 'Ingredient'
  ) as ordered
) as numbered
group by person_id, concept, era
------
delete from cdm.episode_event where episode_id in (select episode_id from cdm.episode where person_id = any(?))
------
delete from cdm.episode where person_id = any(?)
------
-- One disease episode a cancer (32533), derived by rule (32880).
insert into cdm.episode (episode_id, person_id, episode_concept_id, episode_start_date, episode_end_date,
  episode_number, episode_object_concept_id, episode_type_concept_id, episode_source_value)
select episode_id, person_id, 32533, start_date, end_date,
  row_number() over (partition by person_id order by start_date, episode_id), object_concept_id, 32880, source_value
from (
  select distinct on (episode_id) * from omop.episode_part
  where person_id = any(?) and kind = 'disease' order by episode_id, event_id
) as disease
------
insert into cdm.episode_event
select episode_id, event_id, event_field_concept_id from omop.episode_part
where person_id = any(?) and kind = 'disease'
------
-- Treatments of one disease that begin on one day are one regimen (32531), called by what it is made of. Its concept
-- is the treatments' when they are one thing; no table here names the concepts of combinations.
insert into cdm.episode (episode_id, person_id, episode_concept_id, episode_start_date, episode_end_date,
  episode_parent_id, episode_number, episode_object_concept_id, episode_type_concept_id, episode_source_value)
select omop.row_id('regimen/' || disease_episode_id || '/' || start_date), person_id, 32531, start_date,
  max(end_date), disease_episode_id,
  row_number() over (partition by disease_episode_id order by start_date),
  case when count(distinct object_concept_id) = 1 then min(object_concept_id) else 0 end, 32880,
  left(string_agg(distinct source_value, ' + ' order by source_value), 50)
from omop.episode_part part
where person_id = any(?) and kind = 'treatment'
  and exists (select from cdm.episode disease
    where disease.episode_id = part.disease_episode_id and disease.person_id = part.person_id)
group by person_id, disease_episode_id, start_date
------
insert into cdm.episode_event
select omop.row_id('regimen/' || disease_episode_id || '/' || start_date), event_id, event_field_concept_id
from omop.episode_part part
where person_id = any(?) and kind = 'treatment'
  and exists (select from cdm.episode disease
    where disease.episode_id = part.disease_episode_id and disease.person_id = part.person_id)
------
-- What somebody died of: what has a concept before what is only said.
update cdm.death set cause_concept_id = cause.concept_id, cause_source_value = cause.source_value,
  cause_source_concept_id = cause.source_concept_id
from cdm.person left join lateral (
    select * from omop.death_cause as said where said.person_id = person.person_id
    order by said.concept_id = 0, said.fhir_id limit 1) as cause on true
where person.person_id = any(?) and death.person_id = person.person_id
  and (death.cause_concept_id, death.cause_source_value, death.cause_source_concept_id)
    is distinct from (cause.concept_id, cause.source_value, cause.source_concept_id)
------
-- A feature of an image that is told of elsewhere, such as in a report, stands as long as the image has a row.
with gone as (
  delete from omop.lineage as row using omop.image_link as link
  where link.person_id = any(?) and row.row_id = link.feature_id and row.cdm_table = 'image_feature'
  returning row.row_id)
delete from cdm.image_feature using gone where image_feature_id = gone.row_id
------
with found as (
  insert into cdm.image_feature (image_feature_id, person_id, image_occurrence_id, image_feature_event_field_concept_id,
    image_feature_event_id, image_feature_concept_id, image_feature_type_concept_id, image_finding_concept_id,
    anatomic_site_concept_id, alg_system)
  select distinct on (link.feature_id) link.feature_id, link.person_id, image.image_occurrence_id,
    link.event_field_concept_id, link.event_id, link.concept_id, link.type_concept_id, link.finding_concept_id,
    link.site_concept_id, link.alg_system
  from omop.image_link as link
    join cdm.image_occurrence as image
      on image.person_id = link.person_id and image.image_series_uid = link.series_uid
  where link.person_id = any(?)
  order by link.feature_id, image.image_occurrence_id
  returning image_feature_id)
insert into omop.lineage (fhir_type, fhir_id, person_id, cdm_table, row_id)
select link.fhir_type, link.fhir_id, link.person_id, 'image_feature', link.feature_id
from found join omop.image_link as link on link.feature_id = found.image_feature_id
