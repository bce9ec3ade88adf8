package org.serverroster.bridge;

import java.util.Optional;
import org.serverroster.xmpp.LocalDomain;

/**
 * Which of a component's served domains has just begun to speak. One at a time: where the server then ends the stream
 * because of a sender's address, it is that one's bridge, and the others need not rest for it.
 *
 * <p>Any thread; calls nobody, so a bridge may hold its own lock.
 */
public final class Trial {

    private Optional<LocalDomain> onTrial = Optional.empty();
    private boolean thorough;

    /** Whether that domain may begin to speak. */
    synchronized boolean begin(LocalDomain served) {
        if (onTrial.isEmpty()) {
            onTrial = Optional.of(served);
        }
        return onTrial.get().equals(served);
    }

    /** It spoke, and the stream is still there; or it no longer speaks. */
    synchronized void end(LocalDomain served) {
        onTrial = onTrial.filter(domain -> !domain.equals(served));
    }

    /** Whether a first word is not enough: a stream was ended for what a domain said later. */
    synchronized boolean isThorough() {
        return thorough;
    }

    /**
     * The stream is over; to be called before the bridges are told.
     *
     * @param refused whether the server ended it because of a sender's address
     * @return whose bridge is to blame for that, if it is known
     */
    public synchronized Optional<LocalDomain> streamEnded(boolean refused) {
        Optional<LocalDomain> blamed = refused ? onTrial : Optional.empty();
        thorough = refused && (thorough || blamed.isEmpty());
        onTrial = Optional.empty();
        return blamed;
    }
}
