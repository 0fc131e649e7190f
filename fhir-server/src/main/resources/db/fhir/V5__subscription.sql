-- How far subscriptions have read the change log: one row.
create table fhir.subscription_position (
  position bigint not null
);

-- What subscribers have to be told, in the order of the log; a row goes when they were.
create table fhir.notification (
  id bigint generated always as identity primary key,
  subscription text not null,
  seq bigint not null,
  type text not null,
  resource text not null,
  version bigint not null,
  attempts int not null default 0,
  due_at timestamptz not null default now()
);
create index notification_subscription on fhir.notification (subscription, id);
