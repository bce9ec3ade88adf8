-- The server rosters. PostgreSQL 13 to 18.
--
-- Names are kept in collation "C": they are compared byte by byte everywhere else, and an index in it survives an
-- upgrade of the system's C library.

create table roster (
    local_domain text collate "C" not null,
    version      bigint           not null default 0,
    constraint roster_pk primary key (local_domain),
    constraint roster_version_not_negative check (version >= 0)
);

comment on table roster is 'One row a local domain. Whoever writes the domain''s items or events updates this row first, which locks all of them.';
comment on column roster.local_domain is 'Normal form: lower case, NFC, U-labels, no trailing dot.';
comment on column roster.version is 'Grows by one with each change of an item.';

create table roster_item (
    local_domain     text collate "C" not null,
    peer             text collate "C" not null,
    state            text             not null,
    approved         boolean          not null,
    blocked          boolean          not null,
    name             text             not null,
    groups           text[]           not null,
    note             text             not null,
    request_received timestamptz,
    request_reason   text,
    request_stanza   text,
    asked_sent       timestamptz,
    asked_failure    text,
    from_since       timestamptz,
    to_since         timestamptz,
    since            timestamptz      not null,
    constraint roster_item_pk primary key (local_domain, peer),
    constraint roster_item_roster_fk foreign key (local_domain) references roster (local_domain),
    constraint roster_item_state_known check (state in (
        'None', 'None + Pending Out', 'None + Pending In', 'None + Pending Out/In', 'To', 'To + Pending In', 'From',
        'From + Pending Out', 'Both')),
    constraint roster_item_request_while_pending_in check (
        (state in ('None + Pending In', 'None + Pending Out/In', 'To + Pending In')) = (request_received is not null)),
    constraint roster_item_reason_of_request check ((request_reason is not null) = (request_received is not null)),
    constraint roster_item_stanza_of_request check (request_stanza is null or request_received is not null),
    constraint roster_item_asked_while_pending_out check (
        (state in ('None + Pending Out', 'None + Pending Out/In', 'From + Pending Out')) = (asked_sent is not null)),
    constraint roster_item_failure_of_asked check (asked_failure is null or asked_sent is not null),
    constraint roster_item_from_since_while_from check (
        (state in ('From', 'From + Pending Out', 'Both')) = (from_since is not null)),
    constraint roster_item_to_since_while_to check (
        (state in ('To', 'To + Pending In', 'Both')) = (to_since is not null)),
    constraint roster_item_groups_a_list check (
        coalesce(array_ndims(groups), 1) = 1 and array_position(groups, null) is null),
    constraint roster_item_not_empty check (
        state <> 'None' or approved or blocked or name <> '' or cardinality(groups) > 0 or note <> '')
);

comment on table roster_item is 'What a local domain knows of a peer. A peer of whom nothing is left has no row; its events stay.';
comment on column roster_item.peer is 'The other server: a bare domain in normal form.';
comment on column roster_item.state is 'One of the nine states of RFC 3921 section 9.1, by its name there.';
comment on column roster_item.approved is 'Whether an administrator approved the peer''s own request in advance.';
comment on column roster_item.blocked is 'Whether the peer''s requests are ignored unseen.';
comment on column roster_item.name is 'What the administrators call the peer, or empty.';
comment on column roster_item.groups is 'The groups it is in, in order.';
comment on column roster_item.note is 'What the administrators wrote about it, or empty.';
comment on column roster_item.request_received is 'When the peer''s request came; exactly while the state is pending in.';
comment on column roster_item.request_reason is 'What the peer gave as its reason, cut, or empty.';
comment on column roster_item.request_stanza is 'The peer''s request, the whole stanza as XML.';
comment on column roster_item.asked_sent is 'When an administrator last asked for our request; exactly while the state is pending out.';
comment on column roster_item.asked_failure is 'Why our request came back as an error, in words, if it did.';
comment on column roster_item.from_since is 'Since when the peer is subscribed to us, exactly while it is.';
comment on column roster_item.to_since is 'Since when we are subscribed to the peer, exactly while we are.';
comment on column roster_item.since is 'When the row came to be.';

create table roster_event (
    id           bigint generated always as identity,
    local_domain text collate "C" not null,
    peer         text collate "C" not null,
    version      bigint           not null,
    at           timestamptz      not null,
    actor_kind   text             not null,
    actor        text             not null,
    action       text             not null,
    before_state text             not null,
    after_state  text             not null,
    reason       text             not null,
    constraint roster_event_pk primary key (id),
    constraint roster_event_roster_fk foreign key (local_domain) references roster (local_domain),
    constraint roster_event_version_not_negative check (version >= 0),
    constraint roster_event_actor_kind_known check (actor_kind in ('admin', 'peer', 'policy')),
    constraint roster_event_action_known check (action in (
        'subscribe', 'approve', 'deny', 'unsubscribe', 'revoke', 'block', 'unblock', 'edit',
        'requested', 'withdrawn', 'left', 'approved', 'refused', 'revoked', 'failed')),
    constraint roster_event_before_known check (before_state in (
        'None', 'None + Pending Out', 'None + Pending In', 'None + Pending Out/In', 'To', 'To + Pending In', 'From',
        'From + Pending Out', 'Both')),
    constraint roster_event_after_known check (after_state in (
        'None', 'None + Pending Out', 'None + Pending In', 'None + Pending Out/In', 'To', 'To + Pending In', 'From',
        'From + Pending Out', 'Both'))
);

comment on table roster_event is 'Who did what to which item, and what came of it. Append-only: triggers refuse everything but INSERT.';
comment on column roster_event.id is 'Grows in the order of the commits of one local domain.';
comment on column roster_event.version is 'The version of the roster with this change in it.';
comment on column roster_event.at is 'When it was decided.';
comment on column roster_event.actor_kind is 'admin: a person that the configuration names; peer: by a stanza; policy: an approval rule.';
comment on column roster_event.actor is 'The administrator''s bare JID, the peer''s domain, or the pattern of the rule.';
comment on column roster_event.before_state is 'The state before, by its name in RFC 3921 section 9.1.';
comment on column roster_event.after_state is 'The state after.';
comment on column roster_event.reason is 'Why, in the actor''s words, cut, or empty.';

-- The history of a peer, newest first.
create index roster_event_by_peer on roster_event (local_domain, peer, id);
-- What happened after a version; read backwards, the history of a local domain.
create index roster_event_by_version on roster_event (local_domain, version, id);

create function roster_event_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'roster_event is append-only: % refused', tg_op using errcode = 'restrict_violation';
end
$$;

create trigger roster_event_append_only before update or delete or truncate on roster_event
    for each statement execute function roster_event_is_append_only();
-- Also where replication has switched ordinary triggers off.
alter table roster_event enable always trigger roster_event_append_only;
