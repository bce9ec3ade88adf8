package org.serverroster.evidence;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.dom4j.Element;
import org.serverroster.xmpp.Jid;

/** How another entity is asked something by an IQ of type get. */
@FunctionalInterface
interface Asker {

    /**
     * Asks, without waiting.
     *
     * @return the payload of the result; empty: an error, nothing in time, or it could not be asked. Ends in bounded time,
     *     and never in an exception
     */
    CompletableFuture<Optional<Element>> ask(Jid entity, Element question);
}
