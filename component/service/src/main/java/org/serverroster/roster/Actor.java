package org.serverroster.roster;

import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.PeerDomain;

/** Who made a change. Immutable. */
public sealed interface Actor {

    /** An administrator, by the bare JID that the configuration names. */
    record Admin(Jid jid) implements Actor {

        /** Keeps the bare JID alone: which client it was is nobody's business. */
        public Admin {
            jid = jid.bare();
        }

        @Override
        public String kind() {
            return "admin";
        }

        @Override
        public String label() {
            return jid.toString();
        }
    }

    /** The peer itself, by a stanza that it sent. */
    record Peer(PeerDomain domain) implements Actor {

        @Override
        public String kind() {
            return "peer";
        }

        @Override
        public String label() {
            return domain.toString();
        }
    }

    /** An approval rule of the configuration, by the pattern that matched. */
    record Policy(String match) implements Actor {

        public Policy {
            match = StoredText.of(match);
        }

        @Override
        public String kind() {
            return "policy";
        }

        @Override
        public String label() {
            return match;
        }
    }

    /** The kind, as the event log keeps it: admin, peer or policy. */
    String kind();

    /** The name, as the event log keeps it. */
    String label();
}
