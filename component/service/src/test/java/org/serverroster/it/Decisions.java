package org.serverroster.it;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.serverroster.testbed.Stanza;

/**
 * Administrators at a peer's domain who decide as fast as they are answered, and ask again until they are: one thread
 * each, with peers of its own. What was confirmed can be asked for by any thread.
 */
final class Decisions implements AutoCloseable {

    private static final int CLIENTS = 4;

    /** Who they are, for the configuration. */
    static final String ADMINS =
            IntStream.range(0, CLIENTS).mapToObj(n -> "\"" + admin(n) + "\"").collect(Collectors.joining(", "));

    private static final Duration ANSWER = Duration.ofSeconds(3);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final RawPeer peer;
    private final Set<String> confirmed = ConcurrentHashMap.newKeySet();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private Decisions(RawPeer peer) {
        this.peer = peer;
    }

    /** All of them begin. */
    static Decisions begin(RawPeer peer, int each) {
        Decisions decisions = new Decisions(peer);
        for (int client = 0; client < CLIENTS; client++) {
            decisions.begin(client, each);
        }
        return decisions;
    }

    private static String admin(int client) {
        return "desk%d@%s".formatted(client, TwoInstances.PEER);
    }

    /** The peers whose block was confirmed. */
    Set<String> confirmed() {
        return Set.copyOf(confirmed);
    }

    boolean done() {
        return threads.stream().noneMatch(Thread::isAlive);
    }

    private void begin(int client, int count) {
        Thread thread = new Thread(
                () -> {
                    for (int n = 0; n < count && !closed; n++) {
                        decide(admin(client) + "/office", "p%03d.desk%d.lit".formatted(n, client));
                    }
                },
                "decides " + client);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void decide(String admin, String about) {
        try {
            for (int tries = 0; !closed; tries++) {
                if (isConfirmed(admin, about, tries)) {
                    confirmed.add(about);
                    return;
                }
                Thread.sleep(PAUSE.toMillis());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isConfirmed(String admin, String about, int tries) {
        try {
            Stanza answer = ask(
                    admin,
                    about + "-" + tries,
                    Forms.command(Nodes.BLOCK, Map.of("peerjid", about, "ignore", "true")),
                    ANSWER);
            return answer.type().equals("result") && answer.toString().contains("completed");
        } catch (AssertionError none) {
            // It went down with the process that had it.
            return false;
        }
    }

    /** One of them runs a command, and waits for its answer. */
    Stanza ask(String command) {
        return ask(admin(0) + "/office", "ask-" + System.nanoTime(), command, Side.PATIENCE);
    }

    private Stanza ask(String admin, String id, String command, Duration limit) {
        peer.component()
                .send("<iq type='set' id='%s' from='%s' to='%s'>%s</iq>".formatted(id, admin, peer.service(), command));
        return peer.component().awaitReply(id, peer.service(), limit);
    }

    @Override
    public void close() {
        closed = true;
    }
}
