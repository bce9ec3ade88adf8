package org.serverroster.evidence;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.serverroster.xmpp.PeerDomain;
import org.serverroster.xmpp.Printable;

/**
 * What is known of a peer besides its request. What it says of itself is its own word only: {@link #words()} shows it
 * between quotation marks. Immutable.
 *
 * @param answered whether it answered the question for its features at all
 * @param unreachable whether our server said that there is no way to it
 * @param announces whether it announces {@code urn:xmpp:server-presence} (XEP-0267 section 3)
 * @param announcer where it does not: a component of it that does
 * @param software what runs there and in which version (XEP-0092), as it says; or empty
 * @param contacts who answers for it (XEP-0157); maybe none
 * @param since the first event about it in our history
 */
public record Evidence(
        boolean answered,
        boolean unreachable,
        boolean announces,
        Optional<PeerDomain> announcer,
        String software,
        List<Contact> contacts,
        Optional<Instant> since) {

    /** As much as is shown of each text of the peer's, in characters. */
    private static final int MAX_TEXT = 120;

    /**
     * An address of XEP-0157, as the peer says.
     *
     * @param roles for which it names it: ours, not its words
     */
    public record Contact(String address, List<String> roles) {

        public Contact {
            roles = List.copyOf(roles);
        }

        private String words() {
            return itsOwn(address) + " (" + String.join(", ", roles) + ")";
        }
    }

    /** Nothing was learned in time. */
    public static final Evidence NONE =
            new Evidence(false, false, false, Optional.empty(), "", List.of(), Optional.empty());

    public Evidence {
        contacts = List.copyOf(contacts);
    }

    /** All of it in half sentences for a person, with semicolons between them. */
    public String words() {
        StringJoiner words = new StringJoiner("; ");
        if (unreachable) {
            words.add("could not be reached when it was asked what it is");
        } else if (!answered) {
            words.add("did not say whether it keeps a server roster");
        } else if (announces) {
            words.add("announces that it keeps a server roster");
        } else {
            words.add("does not announce that it keeps a server roster"
                    + announcer
                            .map(component -> ", but its component " + component.shown() + " does")
                            .orElse(""));
        }
        if (!software.isEmpty()) {
            words.add("runs " + itsOwn(software));
        }
        words.add(
                contacts.isEmpty()
                        ? "names nobody who answers for it"
                        : "answered for by "
                                + contacts.stream().map(Contact::words).collect(Collectors.joining(", ")));
        since.ifPresent(first -> words.add("known here since " + first.truncatedTo(ChronoUnit.SECONDS)));
        return words.toString();
    }

    /** As much as is kept of a peer's text: one character more than is shown, so that it can be seen that there was more. */
    static String cut(String text) {
        return text.substring(0, Math.min(text.length(), MAX_TEXT + 1));
    }

    /** Characters of many scripts look like our semicolons and commas: quotation marks alone part its words from ours. */
    private static String itsOwn(String words) {
        return Printable.quoted(words, MAX_TEXT);
    }
}
