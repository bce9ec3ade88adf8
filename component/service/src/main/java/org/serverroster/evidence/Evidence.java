package org.serverroster.evidence;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.serverroster.xmpp.PeerDomain;

/**
 * What is known of a peer besides its request. What it says of itself is its own word only, made fit to be read and cut.
 * Immutable.
 *
 * @param answered whether it answered the question for its features at all
 * @param announces whether it announces {@code urn:xmpp:server-presence} (XEP-0267 section 3)
 * @param announcer where it does not: a component of it that does
 * @param software what runs there and in which version (XEP-0092), or empty
 * @param contacts who answers for it (XEP-0157), each with the role; maybe none
 * @param since the first event about it in our history
 */
public record Evidence(
        boolean answered,
        boolean announces,
        Optional<PeerDomain> announcer,
        String software,
        List<String> contacts,
        Optional<Instant> since) {

    /** Nothing was learned in time. */
    public static final Evidence NONE = new Evidence(false, false, Optional.empty(), "", List.of(), Optional.empty());

    public Evidence {
        contacts = List.copyOf(contacts);
    }

    /** All of it in half sentences for a person, with semicolons between them. */
    public String words() {
        StringJoiner words = new StringJoiner("; ");
        if (!answered) {
            words.add("did not say whether it keeps a server roster");
        } else if (announces) {
            words.add("announces that it keeps a server roster");
        } else {
            words.add("does not announce that it keeps a server roster"
                    + announcer
                            .map(component -> ", but its component " + component + " does")
                            .orElse(""));
        }
        if (!software.isEmpty()) {
            words.add("runs " + itsOwn(software));
        }
        words.add(
                contacts.isEmpty()
                        ? "names nobody who answers for it"
                        : "answered for by " + itsOwn(String.join(", ", contacts)));
        since.ifPresent(first -> words.add("known here since " + first.truncatedTo(ChronoUnit.SECONDS)));
        return words.toString();
    }

    /** What it says of itself is one half sentence, however many it would like to make of it. */
    private static String itsOwn(String words) {
        return words.replace(';', ',');
    }
}
