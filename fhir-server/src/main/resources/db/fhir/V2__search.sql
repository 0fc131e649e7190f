-- The text behind a hash, for what is asked of texts and not of equality: sorting by a code, `:text`, `:below`.
-- p: the parameter's number, or 0 for texts shown for codes, which all parameters share.
create table fhir.term (
  h bigint primary key,
  p int not null,
  v text collate "C" not null
);
create index term_value on fhir.term (p, left(v, 200), h);

-- From the hash of a reference to the resource it points to: chains, _has, _list.
create index ix_key on fhir.ix (key);

-- Strings of any length are kept whole and found by their first 200 characters.
drop index fhir.str_value;
create index str_value on fhir.str (p, left(v, 200), pid);

-- clo, chi: in the base unit with the hash cu (0: no base unit, as written).
alter table fhir.qty
  add column clo double precision not null default 'NaN',
  add column chi double precision not null default 'NaN',
  add column cu bigint not null default 0;
drop index fhir.qty_value;
create index qty_value on fhir.qty (p, clo, chi, pid) include (lo, hi, cu);

-- Which search parameters (by the signature of their definition) the search tables hold completely for a type;
-- while a re-index runs, those it works for, and the row it goes on from.
create table fhir.index_state (
  type smallint primary key,
  done bigint[] not null,
  goal bigint[] not null,
  next_pid bigint not null
);

-- Words for _text and _content, filled from the change log when first asked for.
create table fhir.words (
  pid bigint primary key,
  narrative tsvector not null,
  content tsvector not null
);
create index words_narrative on fhir.words using gin (narrative);
create index words_content on fhir.words using gin (content);
create table fhir.words_state (
  single boolean primary key default true check (single),
  seq bigint not null
);
