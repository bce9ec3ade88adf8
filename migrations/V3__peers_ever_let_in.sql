-- Whom administrators and rules ever let into a roster, by name: a reader that was away for long has to forget those who
-- are gone. Requests of strangers, of which there may be very many, are not among them.

create index roster_event_let_in on roster_event (local_domain, peer)
    where actor_kind <> 'peer' and action <> 'deny';
