-- FHIR packages and single definitions that were imported, by name: the newest of each counts.
create table fhir.package (
  name text primary key,
  version text not null,
  title text not null,
  licence text not null,
  file_name text not null,
  sha256 text not null,
  -- false while its resources are being written
  complete boolean not null,
  imported_at timestamptz not null default now()
);

-- Which resources a package brought; resources of a former version that the next does not bring go.
create table fhir.package_resource (
  package text not null references fhir.package (name) on delete cascade,
  type text not null,
  id text not null,
  url text not null,
  primary key (type, id)
);
create index package_resource_package on fhir.package_resource (package);
