-- In which order deliveries came to count: one that waited in quarantine counts from when it was loaded, not from when
-- it came. Of two rows with the same key the one of the later turn is the current one.
create sequence etl.turn;
select setval('etl.turn', (select coalesce(max(id), 0) + 1 from etl.delivery));
alter table etl.delivery add column turn bigint;
update etl.delivery set turn = id
  where state in ('WAITING', 'REMOVING', 'LOADED', 'RETRACTING', 'RETRACTED');

-- Whether somebody confirmed that the rows a full delivery does not mention go, so that a delivery read again does not
-- bring them back. Where rows went before this was noted, it is taken to be so.
alter table etl.delivery add column removes boolean not null default false;
update etl.delivery set removes = true where coalesce((counts ->> 'removed')::bigint, 0) > 0;

-- Whether the current row stems from this very place, when a delivery is read again.
alter table etl.staged add column standing boolean not null default false;

-- What reading again found, until it is known that the file could be read: then it takes the place of what was found
-- before.
alter table etl.rejection add column pending boolean not null default false;
