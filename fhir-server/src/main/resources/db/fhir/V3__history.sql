-- History of a type, newest first: a resource's number carries its type in the upper bits.
create index chg_type on fhir.chg ((pid >> 44), seq);
-- History of one resource.
create index chg_pid on fhir.chg (pid, version);
-- Positions and times grow together, so a block range says enough about the time.
create index chg_at on fhir.chg using brin (at);
