package org.serverroster.testbed.faults;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.serverroster.testbed.FaultyLink;

/**
 * Breaks things and mends them again. Each fault has a thread while it lasts; what is broken already is not broken once
 * more. Any thread.
 */
final class Injector implements AutoCloseable {

    private static final Duration MENDED = Duration.ofSeconds(120);

    /** How long a cut waits for a stanza to fall upon. */
    private static final Duration ARMED = Duration.ofSeconds(5);

    private static final Duration LOOK = Duration.ofMillis(50);

    private final List<Site> sites;
    private final Progress progress;
    private final Map<FaultKind, Integer> injected = new EnumMap<>(FaultKind.class);
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "fault");
        thread.setDaemon(true);
        return thread;
    });
    private final Phaser underWay = new Phaser(1);
    private final List<Parts> parts;
    private volatile AssertionError failure;

    /** Which parts of a side are in the hands of a fault. */
    private static final class Parts {
        private final AtomicBoolean service = new AtomicBoolean();
        private final AtomicBoolean server = new AtomicBoolean();
        private final AtomicBoolean database = new AtomicBoolean();
    }

    @FunctionalInterface
    private interface Work {
        void run() throws InterruptedException;
    }

    Injector(List<Site> sites, Progress progress) {
        this.sites = List.copyOf(sites);
        this.progress = progress;
        this.parts = sites.stream().map(site -> new Parts()).toList();
    }

    /** Begins a fault, unless the same part is broken already, and returns. */
    void begin(Schedule.Fault fault) {
        Site site = sites.get(fault.side());
        Parts of = parts.get(fault.side());
        FaultyLink link = site.link(fault.component());
        String component = site.components().get(fault.component());
        String lasting = " for %.1f s".formatted(fault.lasts().toMillis() / 1000.0);
        switch (fault.kind()) {
            case KILL_SERVICE ->
                broken(fault, of.service, "kill -9 of the service of " + site.domain() + lasting, () -> {
                    site.service().kill();
                    sleep(fault.lasts());
                    site.startService();
                });
            case STOP_SERVICE ->
                broken(fault, of.service, "the service of " + site.domain() + " is stopped in order" + lasting, () -> {
                    site.service().stop();
                    sleep(fault.lasts());
                    site.startService();
                });
            case STOP_SERVER ->
                broken(fault, of.server, "the server of " + site.domain() + " is stopped" + lasting, () -> {
                    site.server().stop();
                    sleep(fault.lasts());
                    site.server().start();
                });
            case KILL_SERVER ->
                broken(fault, of.server, "kill -9 of the server of " + site.domain() + lasting, () -> {
                    site.server().kill();
                    sleep(fault.lasts());
                    site.server().start();
                });
            case STOP_DATABASE ->
                broken(fault, of.database, "PostgreSQL of " + site.domain() + " is stopped" + lasting, () -> {
                    site.postgres().stop();
                    sleep(fault.lasts());
                    site.postgres().start();
                });
            case CUT -> broken(fault, new AtomicBoolean(), "the connection of " + component + " is reset", link::cut);
            case CUT_ALL ->
                broken(
                        fault,
                        new AtomicBoolean(),
                        "all connections of " + site.domain() + " are reset",
                        () -> site.links().forEach(FaultyLink::cut));
            case CUT_IN_STANZA ->
                broken(
                        fault,
                        new AtomicBoolean(),
                        "the connection of %s is to end %d bytes into its next stanza %s"
                                .formatted(
                                        component,
                                        fault.bytes(),
                                        fault.direction() == FaultyLink.Direction.TO_SERVER ? "out" : "in"),
                        () -> {
                            link.cutInStanza(fault.direction(), fault.bytes());
                            for (long waited = 0;
                                    link.armed() && waited < ARMED.toMillis();
                                    waited += LOOK.toMillis()) {
                                sleep(LOOK);
                            }
                            if (link.disarm()) {
                                count(fault.kind(), -1);
                            }
                        });
            case STALL ->
                broken(fault, new AtomicBoolean(), "the connection of " + component + " stands still" + lasting, () -> {
                    link.stall();
                    sleep(fault.lasts());
                    link.flow();
                });
            case HALF_OPEN ->
                broken(fault, new AtomicBoolean(), "the connection of " + component + " is half open" + lasting, () -> {
                    link.vanish();
                    sleep(fault.lasts());
                    link.resetVanished();
                });
            case MUTE ->
                broken(fault, new AtomicBoolean(), "what " + component + " writes is lost" + lasting, () -> {
                    link.mute(true);
                    sleep(fault.lasts());
                    // Before anything is carried again: it would not be a stream without what is missing.
                    link.cut();
                    link.mute(false);
                });
            case REFUSE ->
                broken(fault, new AtomicBoolean(), component + " is cut and refused" + lasting, () -> {
                    link.refuse(true);
                    link.cut();
                    sleep(fault.lasts());
                    link.refuse(false);
                });
        }
    }

    /**
     * Waits until all is mended.
     *
     * @throws AssertionError when something could not be mended: what comes after proves nothing
     */
    void awaitMended() throws InterruptedException {
        int phase = underWay.arrive();
        try {
            underWay.awaitAdvanceInterruptibly(phase, MENDED.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("A fault is not mended after " + MENDED.toSeconds() + " s", e);
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** How many of each kind were injected. */
    Map<FaultKind, Integer> injected() {
        synchronized (injected) {
            return new EnumMap<>(injected);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            threads.awaitTermination(MENDED.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void broken(Schedule.Fault fault, AtomicBoolean part, String words, Work work) {
        if (!part.compareAndSet(false, true)) {
            return;
        }
        progress.say(words);
        count(fault.kind(), 1);
        underWay.register();
        threads.execute(() -> {
            try {
                work.run();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } catch (AssertionError | RuntimeException notMended) {
                failure = new AssertionError("After \"" + words + "\": " + notMended.getMessage(), notMended);
            } finally {
                part.set(false);
                underWay.arriveAndDeregister();
            }
        });
    }

    private void count(FaultKind kind, int more) {
        synchronized (injected) {
            injected.merge(kind, more, Integer::sum);
        }
    }

    private static void sleep(Duration time) throws InterruptedException {
        Thread.sleep(time.toMillis());
    }
}
