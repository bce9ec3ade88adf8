package org.serverroster.roster;

import static org.serverroster.roster.CopyRows.encoded;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.serverroster.roster.RosterItem.Asked;
import org.serverroster.roster.RosterItem.Request;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.LocalDomain;

/** How many new rows of a table are written: copied into it. {@link RosterWrites} has how few are. Stateless. */
final class CopyWrites {

    private static final int ITEM_COLUMNS = 17;
    private static final String ITEMS = """
            copy roster_item (local_domain, version, peer, state, approved, blocked, name, groups, note, request_received,
                request_reason, request_stanza, asked_sent, asked_failure, from_since, to_since, since)
            from stdin (format binary)""";

    private static final int EVENT_COLUMNS = 10;
    private static final String EVENTS = """
            copy roster_event (local_domain, peer, version, at, actor_kind, actor, action, before_state, after_state,
                reason)
            from stdin (format binary)""";

    private static final int OUTBOX_COLUMNS = 6;
    private static final String OUTBOX =
            "copy outbox (key, local_domain, peer, kind, reason, presence) from stdin (format binary)";

    private static final Map<SubscriptionState, byte[]> STATES = new EnumMap<>(SubscriptionState.class);

    static {
        for (SubscriptionState state : SubscriptionState.values()) {
            STATES.put(state, encoded(state.rfcName()));
        }
    }

    private CopyWrites() {}

    static void items(Connection connection, LocalDomain domain, List<Written.Item> fresh) throws SQLException {
        byte[] local = encoded(domain.toString());
        CopyRows rows = new CopyRows(ITEM_COLUMNS);
        for (Written.Item each : fresh) {
            RosterItem item = each.item();
            rows.row()
                    .text(local)
                    .number(each.version())
                    .text(item.peer().toString())
                    .text(STATES.get(item.state()))
                    .flag(item.approved())
                    .flag(item.blocked())
                    .text(item.name())
                    .texts(item.groups())
                    .text(item.note())
                    .time(item.request().map(Request::received))
                    .text(item.request().map(Request::reason))
                    .text(each.stanza())
                    .time(item.asked().map(Asked::sent))
                    .text(item.asked().flatMap(Asked::failure))
                    .time(item.fromSince())
                    .time(item.toSince())
                    .time(item.since());
        }
        rows.into(connection, ITEMS);
    }

    static void events(Connection connection, LocalDomain domain, List<Written.Event> events) throws SQLException {
        byte[] local = encoded(domain.toString());
        CopyRows rows = new CopyRows(EVENT_COLUMNS);
        for (Written.Event each : events) {
            RosterEvent event = each.event();
            rows.row()
                    .text(local)
                    .text(event.peer().toString())
                    .number(each.version())
                    .time(event.at())
                    .text(event.actor().kind())
                    .text(event.actor().label())
                    .text(event.action().label())
                    .text(STATES.get(event.before()))
                    .text(STATES.get(event.after()))
                    .text(event.reason());
        }
        rows.into(connection, EVENTS);
    }

    static void outbox(Connection connection, LocalDomain domain, List<OwedStanza> owed) throws SQLException {
        byte[] local = encoded(domain.toString());
        CopyRows rows = new CopyRows(OUTBOX_COLUMNS);
        for (OwedStanza each : owed) {
            rows.row()
                    .uuid(each.key())
                    .text(local)
                    .text(each.peer().toString())
                    .text(each.stanza().kind().label())
                    .text(each.stanza().reason())
                    .flag(each.presence());
        }
        rows.into(connection, OUTBOX);
    }
}
