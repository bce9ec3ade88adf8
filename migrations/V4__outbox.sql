-- What peers are owed: a stanza of a committed change stays here until the server is known to have taken it.

create table outbox (
    id           bigint generated always as identity,
    key          uuid             not null,
    local_domain text collate "C" not null,
    peer         text collate "C" not null,
    kind         text             not null,
    reason       text             not null,
    presence     boolean          not null,
    created_at   timestamptz      not null default now(),
    sent_at      timestamptz      not null default now(),
    constraint outbox_pk primary key (key),
    constraint outbox_one_of_a_kind unique (local_domain, peer, kind),
    constraint outbox_roster_fk foreign key (local_domain) references roster (local_domain),
    constraint outbox_kind_known check (kind in ('subscribe', 'subscribed', 'unsubscribe', 'unsubscribed'))
);

comment on table outbox is 'Stanzas that committed changes owe their peers, until a ping sent behind them came back from the server.';
comment on column outbox.id is 'Grows in the order of the commits of one local domain, which is the order in which they leave.';
comment on column outbox.key is 'Names the row to the program, which has to know it before the commit.';
comment on column outbox.kind is 'The type of the presence. What the item as it is now does not mean any more has no row.';
comment on column outbox.reason is 'The administrator''s words for the peer, or empty.';
comment on column outbox.presence is 'Whether our presence goes with it: available after subscribed, unavailable before unsubscribed.';
comment on column outbox.sent_at is 'When it was last given to a stream, or was to be: another instance may give it to its own some time after.';

-- In order, page by page.
create index outbox_by_id on outbox (local_domain, id);
