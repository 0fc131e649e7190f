-- The history of one resource is read from its versions, not from the log.
drop index fhir.chg_pid;
-- A writer merges the pending list whenever it is full; vacuuming after every twentieth row in between gained nothing.
alter table fhir.ix set (autovacuum_vacuum_insert_scale_factor = 0.2);
