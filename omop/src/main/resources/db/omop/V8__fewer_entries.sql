-- Rows are written with their visit; the few that wait for one are found by their person.
drop index omop.lineage_visit;
