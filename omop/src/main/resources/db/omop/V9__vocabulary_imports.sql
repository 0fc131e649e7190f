-- Vocabulary bundles: which were imported, how far the one that runs is, what was wrong with one, what one changed.
create table omop.vocabulary_import (
  id bigint generated always as identity primary key,
  file_sha256 text not null,
  file_name text not null,
  state text not null check (state in
    ('loading', 'indexing', 'checking', 'replacing', 'remapping', 'current', 'former', 'refused')),
  release text,
  begun_at timestamptz not null default now(),
  ended_at timestamptz,
  message text not null default ''
);
comment on column omop.vocabulary_import.release is 'as the bundle says of itself, such as v5.0 30-AUG-24';
-- One bundle is loaded at a time, and one counts.
create unique index vocabulary_import_open on omop.vocabulary_import ((true))
  where state in ('loading', 'indexing', 'checking', 'replacing');
create unique index vocabulary_import_counts on omop.vocabulary_import ((true))
  where state in ('remapping', 'current');

-- How far each file of a bundle is: rows and position move in one transaction, so a kill loses nothing.
create table omop.vocabulary_import_file (
  import_id bigint not null references omop.vocabulary_import (id),
  file text collate "C" not null,
  lines bigint not null,
  rows bigint not null,
  complete boolean not null,
  primary key (import_id, file)
);

create table omop.vocabulary_problem (
  import_id bigint not null references omop.vocabulary_import (id),
  file text collate "C" not null,
  line bigint not null,
  message text not null,
  remedy text not null
);
create index vocabulary_problem_import on omop.vocabulary_problem (import_id);

-- What a release changed: concepts that became invalid, that are gone, that map to other standard concepts.
create table omop.vocabulary_change (
  import_id bigint not null references omop.vocabulary_import (id),
  kind text not null check (kind in ('invalid', 'gone', 'remapped')),
  concept_id integer not null,
  vocabulary_id text not null,
  concept_code text not null,
  before text not null,
  after text not null
);
create index vocabulary_change_import on omop.vocabulary_change (import_id, kind);

-- Concepts in the CDM's table that the release that counts does not have: those that ship, and those rows still point at.
create table omop.vocabulary_added (
  concept_id integer primary key
);
