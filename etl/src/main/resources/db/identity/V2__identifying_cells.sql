-- Values of columns a study declares identifying, such as a date of birth. They stand nowhere else: the rows of the
-- schema etl lack them, and the intake joins the two in memory.
create table identity.cell (
  study text not null,
  patient text not null,
  form text not null,
  key text not null,
  "column" text not null,
  delivery bigint not null,
  value text not null,
  primary key (study, patient, form, key, "column", delivery)
);
comment on column identity.cell.delivery is
  'counts while the current row of that key is of the same delivery, so that both change at once';

-- The same of rows that are being loaded; emptied when their delivery is through.
create unlogged table identity.arriving (
  delivery bigint not null,
  ordinal bigint not null,
  "column" text not null,
  value text not null,
  primary key (delivery, ordinal, "column")
);

revoke all on all tables in schema identity from public;
