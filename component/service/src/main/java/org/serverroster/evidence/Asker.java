package org.serverroster.evidence;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.dom4j.Element;
import org.serverroster.xmpp.Jid;

/** How another entity is asked something by an IQ of type get. */
@FunctionalInterface
interface Asker {

    /**
     * What came of a question.
     *
     * @param payload that of the result; empty: an error, nothing in time, or it could not be asked
     * @param unreachable whether our server says that there is no way to the entity
     */
    record Answer(Optional<Element> payload, boolean unreachable) {

        static final Answer NONE = new Answer(Optional.empty(), false);
    }

    /**
     * Asks, without waiting.
     *
     * @return ends in bounded time, and never in an exception
     */
    CompletableFuture<Answer> ask(Jid entity, Element question);
}
