package org.serverroster;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.serverroster.roster.RosterStore;
import org.serverroster.roster.RosterStoreException;
import org.serverroster.router.Door;
import org.serverroster.stream.ComponentStream;
import org.serverroster.xmpp.LocalDomain;

/**
 * The end of a component: what waits is finished, the peers are told that we are unavailable, and the stream is closed.
 * However many domains it serves, it has one limit for it. Of the thread that stops it.
 *
 * @param locals the rosters of the component
 * @param isHere whether peers hear what is said in the name of such a roster
 * @param isShort whether little waits to be written to the stream
 */
record OrderlyStop(
        LocalDomain domain,
        List<LocalRoster> locals,
        Predicate<LocalRoster> isHere,
        Door door,
        ComponentStream stream,
        BooleanSupplier isShort,
        RosterStore store) {

    private static final Logger LOG = LogManager.getLogger(Component.class);

    private static final Duration PAUSE = Duration.ofMillis(5);

    private static final Duration TELL_LEFT = Duration.ofMillis(500);

    /** @param silence called when the rosters are closed: from then on nobody is told any more that we are available */
    void run(Duration limit, Runnable silence) {
        long end = System.nanoTime() + limit.toNanos();
        ofEach(local -> local.service().close(limit.dividedBy(2)));
        silence.run();
        locals.forEach(local -> local.desk().close());
        ofEach(local -> local.outbox().close(limit.dividedBy(8)));
        boolean wasHere = stream.status().attached();
        // What was not needed until here is left for the goodbyes: they may be thousands.
        long last = limit.dividedBy(8).toNanos();
        if (wasHere) {
            sayGoodbye(end - last);
        }
        stream.close(Duration.ofNanos(Math.max(end - System.nanoTime(), last)));
        if (wasHere) {
            tellLeft();
        }
    }

    /** All at once, for each may wait for the database. */
    private void ofEach(Consumer<LocalRoster> ending) {
        try {
            Together.run(
                    "stop-" + domain,
                    locals.stream()
                            .map(local -> (Runnable) () -> ending.accept(local))
                            .toList());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sayGoodbye(long deadline) {
        locals.stream()
                .filter(isHere)
                .flatMap(local -> local.presence().goodbyes())
                .forEach(goodbye -> {
                    while (!isShort.getAsBoolean() && System.nanoTime() < deadline) {
                        pause();
                    }
                    door.offer(goodbye);
                });
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Not at any cost: a database that is away takes longer than a stop may. */
    private void tellLeft() {
        Thread telling = new Thread(
                () -> {
                    try {
                        locals.forEach(local -> store.tellLeft(local.service().domain()));
                    } catch (RosterStoreException e) {
                        LOG.debug("{}: the other instances were not told: {}", domain, e.getMessage());
                    }
                },
                "left-" + domain);
        telling.setDaemon(true);
        telling.start();
        try {
            telling.join(TELL_LEFT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
