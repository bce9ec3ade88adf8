package org.serverroster.bridge;

import java.time.Duration;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.serverroster.xmpp.LocalDomain;

/**
 * Tells operators and administrators once of each thing that is missing, and that it is there. Guarded by the lock of its
 * {@link Bridge}.
 */
final class Report {

    private static final Logger LOG = LogManager.getLogger(Bridge.class);

    private final LocalDomain served;
    private final LocalDomain component;
    private final Bridge.Listener listener;

    private Optional<Missing> missing = Optional.empty();
    private Optional<Missing> told = Optional.empty();
    private boolean everThere;

    Report(LocalDomain served, LocalDomain component, Bridge.Listener listener) {
        this.served = served;
        this.component = component;
        this.listener = listener;
    }

    void there() {
        if (!everThere || missing.isPresent()) {
            LOG.info("{}: the server's bridge is there: {} speaks for it", served, component);
        }
        everThere = true;
        missing = Optional.empty();
        if (told.isPresent()
                && listener.tell("The bridge of %s is there".formatted(served), """
                        The server now hands over what other servers say to %1$s, and lets %2$s answer in its name.
                        There is nothing more for you to do.""".formatted(served, component))) {
            told = Optional.empty();
        }
    }

    /**
     * @param words what is missing, and what to do
     * @param rest between two looks
     */
    void missing(Missing now, String words, Duration rest) {
        String often = rest.toMinutes() == 1 ? "every minute" : "every " + rest.toMinutes() + " minutes";
        if (!missing.equals(Optional.of(now))) {
            LOG.warn("{}: nothing leaves in its name, and it is looked at again {}: {}", served, often, words);
        }
        missing = Optional.of(now);
        if (!told.equals(missing)
                && listener.tell(
                        "The server roster of %s %s"
                                .formatted(served, everThere ? "no longer works" : "does not work yet"),
                        """
                        Something is missing in the server: %2$s.

                        Until then nothing is said to other servers in the name of %1$s, and what they say to it may be \
                        lost. It is looked at again %3$s, and you are told when it works.""".formatted(served, words, often))) {
            told = missing;
        }
    }
}
