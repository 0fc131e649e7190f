-- What the files of a delivery of many were called, of those somebody has to look for again.
create table identity.delivered_file (
  delivery bigint not null,
  ordinal bigint not null,
  name text not null,
  primary key (delivery, ordinal)
);

revoke all on all tables in schema identity from public;
