package org.serverroster.router;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
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

    /**
     * What is known later, because something is asked or read first.
     *
     * @param begin begins that, without waiting for it; what it gives ends in bounded time, on any thread
     */
    record Later(Supplier<CompletionStage<Outcome>> begin) implements Outcome {}

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
