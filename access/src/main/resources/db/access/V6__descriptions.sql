-- What people write of networks, biobanks and collections in the page: one row a version, the drafts too. The published
-- ones stand as files in the home's `catalogue/edited`; this says who wrote and who published them.
create table access.description (
  entity       text not null,
  id           text not null,
  number       integer not null,
  state        text not null check (state in ('DRAFT', 'REVIEW', 'PUBLISHED', 'REPLACED', 'WITHDRAWN')),
  revision     integer not null,
  content      text not null,
  author       text not null,
  author_name  text not null,
  written_at   timestamptz not null,
  decider      text,
  decider_name text,
  decided_at   timestamptz,
  remark       text not null default '',
  primary key (entity, id, number)
);
