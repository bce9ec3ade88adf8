package org.serverroster.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the service says of one domain. Immutable.
 *
 * @param subscription none where the peer has no item
 * @param available none where that has not been heard
 * @param since since when it is trusted, as XEP-0082 writes it
 */
record Verdict(
        String jid,
        boolean trusted,
        Optional<String> subscription,
        Optional<Boolean> available,
        Optional<String> since,
        boolean blocked) {

    static final TextTable.Columns COLUMNS =
            TextTable.columns("DOMAIN", "TRUSTED", "SUBSCRIPTION", "AVAILABLE", "BLOCKED", "SINCE");

    List<String> cells() {
        return List.of(
                TextTable.address(jid),
                TextTable.yesOrNo(trusted),
                subscription.orElse(""),
                available.map(TextTable::yesOrNo).orElse(""),
                blocked ? "yes" : "",
                since.orElse(""));
    }

    Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("jid", jid);
        members.put("trusted", trusted);
        members.put("subscription", subscription);
        members.put("available", available);
        members.put("since", since);
        members.put("blocked", blocked);
        return members;
    }
}
