package org.serverroster;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.serverroster.config.ComponentConfig;
import org.serverroster.config.DatabaseConfig;
import org.serverroster.config.HttpConfig;
import org.serverroster.config.ServerRosterConfig;
import org.serverroster.http.Check;
import org.serverroster.http.HealthServer;
import org.serverroster.http.Meters;
import org.serverroster.http.PrometheusMeters;
import org.serverroster.http.Readiness;
import org.serverroster.log.LateContext;
import org.serverroster.roster.Backoff;
import org.serverroster.roster.Database;
import org.serverroster.roster.EventReader;
import org.serverroster.roster.RosterStore;
import org.serverroster.roster.RosterStoreException;
import org.serverroster.roster.RosterWatch;

/**
 * The daemon: the database, the components that keep their rosters in it, and the page that tells how they are. One
 * thread runs it; another, when the process is told to end, stops it.
 */
final class ServerRoster {

    private static final Logger LOG = LogManager.getLogger(ServerRoster.class);

    /** For the components; the database and the rest come after. All of it is to be over in 10 s, when Docker kills. */
    private static final Duration STOP = Duration.ofSeconds(6);

    /** From the signal on; whatever hangs, this much later the process is gone. */
    private static final Duration CUT_SHORT = Duration.ofSeconds(9);

    /** What a start has the processors to itself for, at most; and how often it is looked whether it is over. */
    private static final Duration ATTACHING = Duration.ofSeconds(1);

    private static final Duration ATTACHING_LOOK = Duration.ofMillis(10);

    private final ServerRosterConfig config;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile String waitingFor = "the database is being opened";
    private volatile Database database;
    private volatile List<Component> components = List.of();

    private ServerRoster(ServerRosterConfig config) {
        this.config = config;
    }

    /**
     * Attaches every component and stays until the process is told to end (SIGTERM, SIGINT), which ends it in order.
     *
     * @return the exit code
     */
    static int run(ServerRosterConfig config) {
        ServerRoster roster = new ServerRoster(config);
        Thread onExit = new Thread(roster::stop, "stop");
        Runtime.getRuntime().addShutdownHook(onExit);
        try {
            roster.serve();
            return 0;
        } catch (IOException | RosterStoreException.Fault e) {
            LOG.fatal("can not start: {}", e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } finally {
            roster.stopped.countDown();
        }
    }

    /** Brings the database to this version's schema. */
    static int migrate(ServerRosterConfig config) {
        try (Database database = Database.open(config.database())) {
            database.migrate();
            return 0;
        } catch (RosterStoreException e) {
            LOG.fatal("the database was not migrated: {}", e.getMessage());
            return 1;
        }
    }

    private void serve() throws IOException, InterruptedException {
        // It is being reached while all else is made.
        Optional<Database> elsewhere = config.database() instanceof DatabaseConfig.Url url
                ? Optional.of(Database.open(url))
                : Optional.empty();
        LOG.info("server-roster {} starts", Version.current());
        try (PrometheusMeters registry = PrometheusMeters.of(Version.current())) {
            // First, for an embedded database may take long to open.
            Optional<HealthServer> health = health(registry);
            try (Database opened = elsewhere.orElseGet(() -> Database.open(config.database()))) {
                database = opened;
                serve(opened, registry, health);
            } finally {
                health.ifPresent(HealthServer::close);
            }
        }
        LOG.info("server-roster ends in order");
    }

    private void serve(Database opened, PrometheusMeters registry, Optional<HealthServer> health)
            throws InterruptedException {
        Meters meters = new Meters(registry.registry());
        health.ifPresent(page -> meters.bounded(page.bound()));
        RosterStore store = new RosterStore(opened.dataSource());
        try (EventReader events = new EventReader(store);
                RosterWatch watch = new RosterWatch(opened.watching())) {
            meters.bounded(events.bound());
            // Made while the database is being reached.
            List<Component> made = config.components().stream()
                    .map(component -> new Component(component, config.limits(), store, events, meters))
                    .toList();
            if (!migrated(opened)) {
                return;
            }
            components = made;
            for (Component component : components) {
                component.tellOfOthers(watch);
                component.start();
            }
            letAttach();
            LateContext.begin();
            watch.start();
            registry.measureProcess();
            stopping.await();
            stopAll();
        }
    }

    /** What nobody waits for comes after what a server waits for: there may be no more than two processors. */
    private void letAttach() throws InterruptedException {
        long begun = System.nanoTime();
        while (!components.stream().allMatch(Component::isAttached)
                && System.nanoTime() - begun < ATTACHING.toNanos()
                && !stopping.await(ATTACHING_LOOK.toMillis(), TimeUnit.MILLISECONDS)) {}
    }

    /** All at once, for each may have to wait for the database or for a server of its own. */
    private void stopAll() throws InterruptedException {
        Together.run(
                "stop-component",
                components.stream()
                        .map(component -> (Runnable) () -> component.stop(STOP))
                        .toList());
    }

    private Optional<HealthServer> health(PrometheusMeters registry) throws IOException {
        return config.http() instanceof HttpConfig.Listen listen
                ? Optional.of(HealthServer.start(listen, this::readiness, registry::scrape))
                : Optional.empty();
    }

    private Readiness readiness() {
        Database opened = database;
        Optional<String> fault = opened == null ? Optional.of(waitingFor) : opened.fault();
        return new Readiness(
                Stream.concat(Stream.of(new Check("database", fault.isEmpty(), fault.orElse(""))), streams())
                        .toList());
    }

    private Stream<Check> streams() {
        List<Component> made = components;
        return made.isEmpty()
                ? config.components().stream().flatMap(ServerRoster::waiting)
                : made.stream().flatMap(Component::checks);
    }

    private static Stream<Check> waiting(ComponentConfig component) {
        return Stream.concat(
                        Stream.of("stream " + component.domain()),
                        component.serves().stream().map(served -> "bridge " + served))
                .map(name -> new Check(name, false, "waits for the database"));
    }

    /** Waits for the database as long as it takes; false: told to stop before. */
    private boolean migrated(Database opened) {
        Backoff backoff = new Backoff();
        while (true) {
            try {
                opened.migrate();
                return true;
            } catch (RosterStoreException.Unavailable e) {
                if (!e.getMessage().equals(waitingFor)) {
                    waitingFor = e.getMessage();
                    LOG.error("the database is away, and nothing is attached before it is there: {}", waitingFor);
                }
                if (!backoff.pause(stopping)) {
                    return false;
                }
            }
        }
    }

    private void stop() {
        stopping.countDown();
        try {
            if (!stopped.await(CUT_SHORT.toSeconds(), TimeUnit.SECONDS)) {
                LOG.error("the orderly stop took too long and was cut short");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        LogManager.shutdown();
    }
}
