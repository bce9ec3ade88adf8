package org.serverroster.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.stream.Parsing.HEADER;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.serverroster.stream.ScriptedServer.Peer;
import org.serverroster.stream.StreamEnd.Kind;
import org.serverroster.stream.StreamSettings.Limits;
import org.serverroster.stream.StreamSettings.Timing;

/** The stream comes back for ever, and never without a pause. */
class ReconnectTest {

    private static final Timing TIMING = Timing.DEFAULT;

    private final Heard heard = new Heard();

    /** The pauses that the stream asked for; none lasts. */
    private final BlockingQueue<Duration> pauses = new LinkedBlockingQueue<>();

    private ComponentStream start(ScriptedServer server) {
        ComponentStream stream = new ComponentStream(
                Heard.settings(server.port(), Limits.DEFAULT, TIMING), heard, heard.metrics, Optional.of(pauses::add));
        stream.start();
        return stream;
    }

    @Test
    void aPausePrecedesEveryNewAttemptAfterInstantDropsAndGrows() throws InterruptedException {
        try (ScriptedServer server = new ScriptedServer()) {
            ComponentStream stream = start(server);
            Duration all = Duration.ZERO;
            for (int attempt = 0; attempt < 20; attempt++) {
                server.attach().close();
                assertThat(heard.next()).isEqualTo("attached");
                assertThat(heard.next()).startsWith("detached");
                Duration pause = pauses.poll(ScriptedServer.DEADLINE_MILLIS, TimeUnit.MILLISECONDS);
                assertThat(pause).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(60));
                all = all.plus(pause);
            }
            // Twenty first pauses would be 40 s at most.
            assertThat(all).isGreaterThan(Duration.ofSeconds(60));
            assertThat(pauses).isEmpty();
            stream.close(Duration.ofMillis(20));
        }
    }

    @Test
    void aConflictIsNoReasonToHurry() throws InterruptedException {
        try (ScriptedServer server = new ScriptedServer()) {
            ComponentStream stream = start(server);
            for (int attempt = 0; attempt < 5; attempt++) {
                Peer peer = server.accept();
                peer.readUntil("to='buddies.montague.lit'>");
                peer.write(HEADER + HandshakeTest.error("conflict", ""));
                peer.close();
                assertThat(heard.end().condition()).contains(StreamCondition.CONFLICT);
                assertThat(pauses.poll(ScriptedServer.DEADLINE_MILLIS, TimeUnit.MILLISECONDS))
                        .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
            }
            assertThat(stream.status().fault().orElseThrow().words()).contains("another instance is attached");
            stream.close(Duration.ofMillis(20));
        }
    }

    @Test
    void aPauseEndsWhenTheStreamIsClosed() throws InterruptedException {
        Timing slow = Timings.pause(Duration.ofHours(1));
        ComponentStream stream;
        try (ScriptedServer server = new ScriptedServer()) {
            stream = heard.start(Heard.settings(server.port(), Limits.DEFAULT, slow));
            server.attach().close();
            assertThat(heard.end().kind()).isEqualTo(Kind.CONNECTION_LOST);
        }
        stream.close(Duration.ofMinutes(5));
        assertThat(heard.all()).containsExactly("attached", "detached connection-lost");
    }

    @Test
    void whatWasQueuedForOneConnectionIsNotSentOnTheNext() throws InterruptedException {
        try (ScriptedServer server = new ScriptedServer()) {
            SynchronousQueue<Boolean> goOn = new SynchronousQueue<>();
            List<Duration> asked = new CopyOnWriteArrayList<>();
            ComponentStream stream = new ComponentStream(
                    Heard.settings(server.port(), Limits.DEFAULT, TIMING), heard, heard.metrics, Optional.of(time -> {
                        asked.add(time);
                        goOn.take();
                    }));
            stream.start();
            server.attach().close();
            assertThat(heard.next()).isEqualTo("attached");
            assertThat(heard.next()).startsWith("detached");
            assertThat(stream.send(Heard.presence("old"))).isFalse();
            goOn.put(true);
            Peer peer = server.attach();
            assertThat(heard.next()).isEqualTo("attached");
            assertThat(stream.send(Heard.presence("new"))).isTrue();
            assertThat(peer.readUntil("/>")).contains("id='new'");
            assertThat(asked).hasSize(1);
            peer.write("</stream:stream>");
            peer.readToEnd();
            goOn.put(true);
            stream.close(Duration.ofMillis(20));
        }
    }
}
