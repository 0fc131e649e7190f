-- What may be served and told of: pictures a person must look at first are not among it.
create view etl.imaging_usable as
  select * from etl.imaging_instance where state = 'KEPT';

-- One imaging study that cannot be told of keeps none of the others; it is tried again later.
alter table etl.imaging_study
  add column tried_at timestamptz,
  add column trouble text not null default '';
comment on column etl.imaging_study.tried_at is 'when telling of it failed last';
comment on column etl.imaging_study.trouble is 'a stable word for why, empty when nothing is wrong';
