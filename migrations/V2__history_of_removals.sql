-- What an administrator does to an item whole is 'remove'; the 'revoke' that was foreseen is part of it, and was never
-- written.

alter table roster_event
    drop constraint roster_event_action_known,
    add constraint roster_event_action_known check (action in (
        'subscribe', 'approve', 'deny', 'unsubscribe', 'block', 'unblock', 'edit', 'remove',
        'requested', 'withdrawn', 'left', 'approved', 'refused', 'revoked', 'failed'));
