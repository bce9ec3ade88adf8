package org.serverroster.testbed.demo;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.serverroster.testbed.LoopbackNetwork;
import org.serverroster.testbed.ProsodyServer;
import org.serverroster.testbed.ServerPlan;
import org.serverroster.testbed.TestDatabase;
import org.serverroster.testbed.XmppServer;

/**
 * Everything that runs for the demo. What was started is stopped in reverse order, also when the start was interrupted
 * half way. One thread, and another that starts PostgreSQL: an interrupt between its start and its guard would leave it
 * running.
 */
final class Scene implements AutoCloseable {

    static final String MONTAGUE = "montague.lit";
    static final String CAPULET = "capulet.lit";

    private static final Duration DATABASE_START = Duration.ofSeconds(150);

    private final Path folder;
    private final boolean bare;
    private final SecureRandom random = new SecureRandom();
    private final Deque<Running> running = new ArrayDeque<>();
    private final List<Operator> operators = new ArrayList<>();
    private ReportDesk reports;

    /**
     * Nothing runs yet.
     *
     * @param bare whether the servers speak for themselves, through a bridge in each
     */
    Scene(Path folder, boolean bare) {
        this.folder = folder;
        this.bare = bare;
    }

    private record Running(String name, Runnable stop) {}

    /** Starts everything, telling about it; on a failure, {@link #close} stops what was started. */
    void start(Path launcher, Narrator narrator) throws InterruptedException {
        narrator.step("Start an embedded PostgreSQL and two XMPP servers, each on a loopback address of its own"
                + (bare ? ", with the bridge (config/prosody) among its modules." : "."));
        FutureTask<TestDatabase> starting = new FutureTask<>(() -> TestDatabase.start(folder.resolve("database")));
        remember("PostgreSQL", () -> closeDatabase(starting));
        new Thread(starting, "start of PostgreSQL").start();

        LoopbackNetwork network = LoopbackNetwork.open(folder.resolve("network"));
        remember("the loopback addresses", network::close);
        // The servers read each other's names when they start.
        XmppServer montague = server(MONTAGUE, network);
        XmppServer capulet = server(CAPULET, network);
        for (XmppServer server : List.of(montague, capulet)) {
            remember("Prosody for " + server.domain(), server::close);
            start(server);
            narrator.say("Prosody for " + server.domain() + " takes clients at "
                    + server.address().getHostAddress() + ":" + server.c2sPort() + ".");
        }
        TestDatabase database = database(starting);
        narrator.say("PostgreSQL runs, with a database for each of the two operators.");

        narrator.step("Each operator attaches a server roster to the server, as an external component (XEP-0114)."
                + (bare ? " Through the bridge it speaks for the server's own domain." : ""));
        for (XmppServer server : List.of(montague, capulet)) {
            String name = server.domain().substring(0, server.domain().indexOf('.'));
            Operator operator = new Operator(
                    server,
                    database.createDatabase(name),
                    folder.resolve(name),
                    secret(),
                    server == montague ? List.of(ReportDesk.COMPONENT) : List.of(),
                    bare);
            server.addUser(Operator.ADMIN, operator.adminPassword());
            operators.add(operator);
            remember("the server roster of " + server.domain(), operator::stopService);
            operator.startService(launcher);
        }
        for (Operator operator : operators) {
            operator.awaitReady();
            narrator.say(operator.component() + " is attached, for " + operator.admin() + " to command"
                    + (bare ? " at " + operator.roster() + ": the bridge was found." : "."));
        }
        reports = ReportDesk.start(montague(), folder);
        remember(ReportDesk.COMPONENT, reports::stop);
        reports.awaitAttached();
        narrator.say(ReportDesk.COMPONENT + " is attached too: a program that shares its report of incidents with"
                + " trusted servers alone. It may ask " + montague().roster() + " which those are.");
    }

    /** Those who have got as far as starting their server roster, Montague first. */
    List<Operator> operators() {
        return List.copyOf(operators);
    }

    Operator montague() {
        return operators.get(0);
    }

    Operator capulet() {
        return operators.get(1);
    }

    ReportDesk reports() {
        return reports;
    }

    /** What ended by itself; empty when all runs. */
    List<String> ended() {
        if (!reports.running()) {
            return List.of(ReportDesk.COMPONENT);
        }
        return operators.stream()
                .filter(operator -> !operator.running())
                .map(operator -> operator.server().running()
                        ? "the server roster of " + operator.server().domain()
                        : "Prosody for " + operator.server().domain())
                .toList();
    }

    /** Adds what is to be stopped before all that runs so far. */
    void remember(String name, Runnable stop) {
        running.push(new Running(name, stop));
    }

    /**
     * Stops all, last started first.
     *
     * @throws AssertionError when something did not stop in order; the others were stopped all the same
     */
    @Override
    public void close() {
        AssertionError failure = null;
        while (!running.isEmpty()) {
            Running next = running.pop();
            try {
                next.stop().run();
            } catch (RuntimeException | AssertionError fault) {
                AssertionError named = new AssertionError(next.name() + " did not stop in order", fault);
                if (failure == null) {
                    failure = named;
                } else {
                    failure.addSuppressed(named);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private XmppServer server(String domain, LoopbackNetwork network) {
        ServerPlan plan = ServerPlan.of(domain).withComponent(Operator.componentOf(domain), secret());
        if (bare) {
            plan = plan.withBridge(Operator.componentOf(domain));
        }
        if (domain.equals(MONTAGUE)) {
            plan = plan.withComponent(ReportDesk.COMPONENT, secret());
        }
        return ProsodyServer.create(plan, network, folder.resolve("prosody"));
    }

    private static void start(XmppServer server) {
        try {
            server.start();
        } catch (AssertionError fault) {
            throw new AssertionError("Prosody for " + fault.getMessage(), fault);
        }
    }

    /** Others on this machine reach the loopback addresses too. */
    private String secret() {
        byte[] bytes = new byte[12];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static TestDatabase database(FutureTask<TestDatabase> starting) throws InterruptedException {
        try {
            return starting.get(DATABASE_START.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException fault) {
            throw new AssertionError(
                    "PostgreSQL did not start: " + fault.getCause().getMessage(), fault);
        } catch (TimeoutException late) {
            throw new AssertionError("PostgreSQL did not start within " + DATABASE_START.toSeconds() + " s", late);
        }
    }

    private static void closeDatabase(FutureTask<TestDatabase> starting) {
        try {
            starting.get(DATABASE_START.toSeconds(), TimeUnit.SECONDS).close();
        } catch (ExecutionException neverStarted) {
            // It was told when the start was waited for; nothing runs.
        } catch (TimeoutException late) {
            throw new AssertionError("PostgreSQL still starts", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", interrupted);
        }
    }
}
