package org.serverroster.bridge;

import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.Namespaces;
import org.serverroster.xmpp.Printable;

/** What keeps a served domain closed, as far as can be seen from outside. Immutable. */
sealed interface Missing {

    /** As much as is shown of a word of the server's, in characters. */
    int SHOWN = 60;

    /** Nothing came of the question for its features. */
    record Answer() implements Missing {

        @Override
        public String words(LocalDomain served, LocalDomain component) {
            return "%1$s did not say in time what it can do (disco#info): see that it is a domain of the server that %2$s is attached to"
                    .formatted(served, component);
        }
    }

    /**
     * The question for its features came back as an error, or the probe did.
     *
     * @param condition the server's word
     */
    record Refused(String condition) implements Missing {

        @Override
        public String words(LocalDomain served, LocalDomain component) {
            return "%1$s answers %2$s with '%3$s': see that it is a domain of the server that %2$s is attached to"
                    .formatted(served, component, Printable.of(condition, SHOWN));
        }
    }

    /** The module is not loaded for this domain. */
    record Feature() implements Missing {

        @Override
        public String words(LocalDomain served, LocalDomain component) {
            return ("%s does not announce %s: load mod_server_roster for it; if it is loaded, the server's log says"
                            + " what is wrong. %s")
                    .formatted(served, Namespaces.SERVER_PRESENCE, lines(served, component));
        }
    }

    /** It announces the feature, and what is for it goes elsewhere, or nowhere. */
    record HandingOver() implements Missing {

        @Override
        public String words(LocalDomain served, LocalDomain component) {
            return ("%s announces %s, but our probe did not come back to us: mod_server_roster names another component"
                            + " there, or is not the one that announces it. %s")
                    .formatted(served, Namespaces.SERVER_PRESENCE, lines(served, component));
        }
    }

    /** It announces the feature, and yet does itself what a stock Prosody does. */
    record Silence() implements Missing {

        @Override
        public String words(LocalDomain served, LocalDomain component) {
            return ("%s announces %s, but the server itself answered our probe in its place:"
                            + " something else than mod_server_roster announces it. %s")
                    .formatted(served, Namespaces.SERVER_PRESENCE, lines(served, component));
        }
    }

    /** It hands over, and then does not take what we say. */
    record Leave() implements Missing {

        @Override
        public String words(LocalDomain served, LocalDomain component) {
            return ("the server ended the stream of %2$s each time that it had begun to speak for %1$s: the bridge there"
                            + " hands over, but does not let it answer; see that mod_server_roster is the one that came"
                            + " with this release and is made for that server's version, and see the server's log")
                    .formatted(served, component);
        }
    }

    /** What an operator can do about it, in a half sentence or some more; no full stop at its end. */
    String words(LocalDomain served, LocalDomain component);

    private static String lines(LocalDomain served, LocalDomain component) {
        return ("Prosody, in VirtualHost \"%1$s\": modules_enabled = { \"server_roster\" } and"
                        + " server_roster_component = \"%2$s\"; ejabberd, under modules (in host_config or"
                        + " append_host_config of %1$s where there are several hosts): mod_server_roster:"
                        + " {component: %2$s}")
                .formatted(served, component);
    }
}
