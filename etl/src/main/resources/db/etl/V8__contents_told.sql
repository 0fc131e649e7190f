-- What was said of an imaging study beside its ImagingStudy: reports and measurements, so that they can be taken back.
alter table etl.imaging_study add column told text[] not null default '{}';
comment on column etl.imaging_study.told is 'references of the resources made of its Structured Reports';

-- Reports, segmentations and structure sets that are here already are told of as well.
update etl.imaging_study s set state = 'SETTLING', tried_at = null where exists (
  select 1 from etl.imaging_instance i where i.study = s.study and i.study_uid = s.uid
    and i.attributes ->> 'Modality' in ('SR', 'SEG', 'RTSTRUCT'));
