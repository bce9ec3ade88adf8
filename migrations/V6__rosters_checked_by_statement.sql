-- That there is a roster for what is written was asked once a row, by foreign keys, which took about two fifths of the
-- time that PostgreSQL needed to write a row. It is asked once a statement now. Rosters do not go, so nothing is asked the
-- other way.

alter table roster_item drop constraint roster_item_roster_fk;
alter table roster_event drop constraint roster_event_roster_fk;
alter table outbox drop constraint outbox_roster_fk;

create function has_its_roster() returns trigger language plpgsql as $$
declare
    missing text;
begin
    select local_domain into missing from (select distinct local_domain from added) a
    where not exists (select from roster where roster.local_domain = a.local_domain) limit 1;
    if found then
        raise exception '% of a local domain that has no roster: %', tg_table_name, missing
            using errcode = 'foreign_key_violation';
    end if;
    return null;
end
$$;

create trigger roster_item_roster after insert on roster_item referencing new table as added
    for each statement execute function has_its_roster();
create trigger roster_event_roster after insert on roster_event referencing new table as added
    for each statement execute function has_its_roster();
create trigger outbox_roster after insert on outbox referencing new table as added
    for each statement execute function has_its_roster();

-- What belongs to a roster stays with it, and the roster stays.
create function roster_stays() returns trigger language plpgsql as $$
begin
    raise exception '% of %: a roster and what belongs to it stay', tg_op, tg_table_name
        using errcode = 'restrict_violation';
end
$$;

create trigger roster_stays before delete or truncate or update of local_domain on roster
    for each statement execute function roster_stays();
create trigger roster_item_stays before update of local_domain on roster_item
    for each statement execute function roster_stays();
create trigger outbox_stays before update of local_domain on outbox
    for each statement execute function roster_stays();
