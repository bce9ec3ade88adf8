-- A roster as the first version of the schema took it: each state, each action that was ever written, odd texts.

insert into roster (local_domain, version) values ('montague.lit', 9), ('münchen.lit', 0);

insert into roster_item (local_domain, peer, state, approved, blocked, name, groups, note, request_received,
    request_reason, request_stanza, asked_sent, asked_failure, from_since, to_since, since)
values
    ('montague.lit', 'none.lit', 'None', true, true, 'the "Capulets"', '{Friends,"a, b","ö \\ \""}', E'two\nlines', null,
        null, null, null, null, null, null, '2026-01-01T00:00:00.123456Z'),
    ('montague.lit', 'out.lit', 'None + Pending Out', false, false, '', '{}', '', null, null, null,
        '2026-01-02T00:00:00Z', 'there is no such server', null, null, '2026-01-01T00:00:00Z'),
    ('montague.lit', 'in.lit', 'None + Pending In', false, false, '', '{}', '', '2026-01-02T00:00:00Z', 'let us in 🙂',
        '<presence type="subscribe"/>', null, null, null, null, '2026-01-01T00:00:00Z'),
    ('montague.lit', 'outin.lit', 'None + Pending Out/In', false, false, '', '{}', '', '2026-01-02T00:00:00Z', '', null,
        '2026-01-02T00:00:00Z', null, null, null, '2026-01-01T00:00:00Z'),
    ('montague.lit', 'to.lit', 'To', false, false, '', '{}', '', null, null, null, null, null, null,
        '2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z'),
    ('montague.lit', 'toin.lit', 'To + Pending In', false, false, '', '{}', '', '2026-01-02T00:00:00Z', '', null, null,
        null, null, '2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z'),
    ('montague.lit', 'from.lit', 'From', false, false, '', '{Hidden}', '', null, null, null, null, null,
        '2026-01-02T00:00:00Z', null, '2026-01-01T00:00:00Z'),
    ('montague.lit', 'fromout.lit', 'From + Pending Out', false, false, '', '{}', '', null, null, null,
        '2026-01-02T00:00:00Z', null, '2026-01-02T00:00:00Z', null, '2026-01-01T00:00:00Z'),
    ('montague.lit', 'both.lit', 'Both', true, false, 'Both', '{}', 'a note', null, null, null, null, null,
        '2026-01-02T00:00:00Z', '2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z');

insert into roster_event (local_domain, peer, version, at, actor_kind, actor, action, before_state, after_state, reason)
select 'montague.lit', 'both.lit', 1, timestamptz '2026-01-01T00:00:00.123456Z', 'admin', 'admin@montague.lit', action, 'None',
    'Both', 'because'
from unnest(array['subscribe', 'approve', 'deny', 'unsubscribe', 'block', 'unblock', 'edit']) action
union all
select 'montague.lit', 'both.lit', 2, timestamptz '2026-01-02T00:00:00Z', 'peer', 'both.lit', action, 'Both', 'None', ''
from unnest(array['requested', 'withdrawn', 'left', 'approved', 'refused', 'revoked', 'failed']) action;
