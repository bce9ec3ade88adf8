package org.serverroster.router;

import java.util.List;
import org.serverroster.roster.RosterChange;
import org.xmpp.packet.Packet;

/** What a handler makes of a stanza. Immutable. */
public sealed interface Outcome {

    /** Stanzas that go out at once, in order. */
    record Answer(List<Packet> stanzas) implements Outcome {

        public Answer {
            stanzas = List.copyOf(stanzas);
        }
    }

    /** A change that the roster thread makes; stanzas go out once it is committed. */
    record Change(RosterChange change) implements Outcome {}

    static Outcome answer(Packet... stanzas) {
        return new Answer(List.of(stanzas));
    }

    static Outcome nothing() {
        return new Answer(List.of());
    }

    static Outcome change(RosterChange change) {
        return new Change(change);
    }
}
