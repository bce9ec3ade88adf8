-- Which items changed since a version: several instances keep a roster in memory, and each reads what the others wrote.

alter table roster_item add column version bigint not null default 0,
    add constraint roster_item_version_not_negative check (version >= 0);

comment on column roster_item.version is 'The version of the roster as of the transaction that last wrote this row.';

create index roster_item_by_version on roster_item (local_domain, version);
