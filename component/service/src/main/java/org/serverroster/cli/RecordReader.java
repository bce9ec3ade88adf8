package org.serverroster.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.ItemTexts;
import org.serverroster.xmpp.MalformedJidException;
import org.serverroster.xmpp.PeerDomain;
import org.serverroster.xmpp.Printable;

/** Makes records of what a file holds, whatever its format, and notes all that is wrong with it. Of one thread. */
final class RecordReader {

    /** What {@code roster --json} tells too, and an import cannot make so. */
    static final Set<String> IGNORED = Set.of("subscription", "ask", "request", "approved", "available", "announces");

    private static final int MAX_RECORDS = 100_000;
    private static final int MAX_FAULTS = 100;

    private final Map<PeerDomain, RosterRecord> records = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();

    /** A record's values; each is empty where the file does not say it. */
    record Values(
            Optional<String> jid,
            Optional<String> state,
            Optional<String> name,
            Optional<List<String>> groups,
            Optional<String> note,
            Optional<String> blocked,
            Optional<String> since) {}

    /** Whether there is a point in reading on. */
    boolean wantsMore() {
        return faults.size() < MAX_FAULTS && records.size() <= MAX_RECORDS;
    }

    /** @param where the record stands, for a person */
    void fault(String where, String what) {
        faults.add(Printable.of(where + ": " + what, 1_000));
    }

    /** @param where the record stands, for a person */
    void add(String where, Values values) {
        int before = faults.size();
        Optional<PeerDomain> peer = peer(where, values.jid());
        Optional<SubscriptionState> state = values.state()
                .filter(text -> !text.isBlank())
                .flatMap(text -> {
                    Optional<SubscriptionState> named = SubscriptionState.named(text.strip());
                    if (named.isEmpty()) {
                        fault(where, "'" + text + "' is no state of RFC 3921, such as 'None + Pending Out' or 'Both'");
                    }
                    return named;
                });
        Optional<Boolean> blocked = values.blocked()
                .filter(text -> !text.isBlank())
                .flatMap(text -> {
                    Optional<Boolean> value = switch (text.strip()) {
                        case "true", "TRUE", "1" -> Optional.of(true);
                        case "false", "FALSE", "0" -> Optional.of(false);
                        default -> Optional.empty();
                    };
                    if (value.isEmpty()) {
                        fault(where, "blocked is true or false, not '" + text + "'");
                    }
                    return value;
                });
        values.name().ifPresent(text -> requireLine(where, RosterRecord.NAME, text, ItemTexts.MAX_NAME));
        values.note().ifPresent(text -> requireLine(where, RosterRecord.NOTE, text, ItemTexts.MAX_NOTE));
        values.groups().ifPresent(all -> requireGroups(where, all));
        if (faults.size() > before) {
            return;
        }
        RosterRecord read = new RosterRecord(
                peer.orElseThrow(), state, values.name(), values.groups(), values.note(), blocked, values.since());
        if (records.putIfAbsent(read.peer(), read) != null) {
            fault(where, read.peer() + " is there twice");
        } else if (records.size() > MAX_RECORDS) {
            fault(where, "there are more than %,d peers".formatted(MAX_RECORDS));
        }
    }

    private Optional<PeerDomain> peer(String where, Optional<String> text) {
        try {
            return Optional.of(PeerDomain.parse(text.map(String::strip).orElse("")));
        } catch (MalformedJidException e) {
            fault(where, e.getMessage());
            return Optional.empty();
        }
    }

    /** What the service would refuse is refused before anything is planned. */
    private void requireLine(String where, String field, String text, int max) {
        if (!Printable.isLine(text)) {
            fault(where, field + " takes no control characters and no line breaks");
        } else if (ItemTexts.isTooLong(text, max)) {
            fault(where, "%s takes at most %,d characters".formatted(field, max));
        }
    }

    private void requireGroups(String where, List<String> groups) {
        groups.forEach(text -> requireLine(where, RosterRecord.GROUPS, text, ItemTexts.MAX_GROUP));
        long some = groups.stream()
                .map(String::strip)
                .filter(group -> !group.isEmpty())
                .distinct()
                .count();
        if (some > ItemTexts.MAX_GROUPS) {
            fault(where, "groups takes at most %,d, not %,d".formatted(ItemTexts.MAX_GROUPS, some));
        }
    }

    /** All of them, in the order of the file. */
    List<RosterRecord> records() throws MalformedFileException {
        if (!faults.isEmpty()) {
            throw new MalformedFileException(faults);
        }
        return List.copyOf(records.values());
    }
}
