-- The only place that links a pseudonym to a person. Owned by the role tessera_identity; no other
-- role may read it.
create table identity.patient (
  context text not null,
  pseudonym text not null,
  number text not null,
  since timestamptz not null default now(),
  primary key (context, pseudonym)
);

-- The name a delivered file had: people name files after patients.
create table identity.delivery (
  id bigint primary key,
  name text not null
);

revoke all on schema identity from public;
revoke all on all tables in schema identity from public;
