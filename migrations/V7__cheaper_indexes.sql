-- What an index costs is paid with each row that is written, and most rows are of strangers whom nobody asks about.

-- Where an event tells of a change, the item's row need not say so too.
comment on column roster_item.version is 'The version of the roster as of the transaction that last wrote this row, if no event tells of it; else 0.';
drop index roster_item_by_version;
create index roster_item_by_version on roster_item (local_domain, version) where version > 0;

-- Nothing is found by the number of an event alone.
alter table roster_event drop constraint roster_event_pk;
alter table roster_event add constraint roster_event_pk primary key (local_domain, version, id);
drop index roster_event_by_version;

-- The name that tells rows apart comes first: it is compared with dozens of others for each row, and the local domain is
-- the same in most.
drop index roster_event_by_peer;
create index roster_event_by_peer on roster_event (peer, local_domain, id);
alter table outbox drop constraint outbox_one_of_a_kind;
alter table outbox add constraint outbox_one_of_a_kind unique (peer, local_domain, kind);
