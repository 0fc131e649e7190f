-- Who may sign in. Passwords only as Argon2id; a token carries the epoch it was issued in, so that
-- raising the epoch ends every token of an account at once.
create table access.account (
  name         text primary key check (name ~ '^[a-z][a-z0-9.-]{1,62}$'),
  display      text not null,
  kind         text not null check (kind in ('person', 'system')),
  password     text not null,
  one_time     boolean not null,
  roles        text[] not null,
  active       boolean not null default true,
  demo         boolean not null default false,
  epoch        integer not null default 1,
  failures     integer not null default 0,
  locked_until timestamptz,
  created_at   timestamptz not null default now()
);
