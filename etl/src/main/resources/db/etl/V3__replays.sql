-- A delivery that is read again because its study's definition changed: what it wrote last gives way to what it
-- says now. Kept here, so that a killed node goes on as it began.
alter table etl.delivery add column replay boolean not null default false;
