package org.serverroster.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.stream.Parsing.HEADER;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.serverroster.stream.ScriptedServer.Peer;
import org.serverroster.stream.StreamSettings.Limits;
import org.serverroster.stream.StreamSettings.Timing;

@DisplayName(
        "\"Never exits, never spins (bounded attempts a minute), says once what is wrong and once that it is well\"")
class TheStreamHealsTest {

    private static final int MANY = 10;

    private final Heard heard = new Heard();
    private final Lines lines = new Lines();
    private final LoggerContext context = (LoggerContext) LogManager.getContext(false);

    /** The pauses that the stream asked for; none lasts. */
    private final BlockingQueue<Duration> pauses = new LinkedBlockingQueue<>();

    /** What an operator reads of the stream, but for its end, which may come after the test's. */
    private static final class Lines extends AbstractAppender {

        private final List<String> all = new CopyOnWriteArrayList<>();

        Lines() {
            super("heals", null, null, true, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            String message = event.getMessage().getFormattedMessage();
            boolean ours = message.startsWith("buddies.montague.lit: ") && !message.contains("closed by us");
            if (ours && event.getLevel().isMoreSpecificThan(Level.INFO)) {
                all.add(message);
            }
        }
    }

    @BeforeEach
    void listen() {
        lines.start();
        context.getConfiguration().getRootLogger().addAppender(lines, Level.ALL, null);
    }

    @AfterEach
    void stopListening() {
        context.getConfiguration().getRootLogger().removeAppender(lines.getName());
    }

    /** Timing as in production, but for what the test waits for. */
    private ComponentStream start(int port, Timing timing) {
        ComponentStream stream = new ComponentStream(
                Heard.settings(port, Limits.DEFAULT, timing), heard, heard.metrics, Optional.of(pauses::add));
        stream.start();
        return stream;
    }

    private void assertPaused(Duration least, Duration most) throws InterruptedException {
        assertThat(pauses.poll(ScriptedServer.DEADLINE_MILLIS, TimeUnit.MILLISECONDS))
                .isBetween(least, most);
    }

    private void assertWell(ScriptedServer server, ComponentStream stream) throws InterruptedException {
        Peer peer = server.attach();
        Heard.until(() -> stream.status().attached());
        assertThat(stream.send(Heard.presence("well"))).isTrue();
        assertThat(peer.readUntil("/>")).contains("id='well'");
        stream.close(Duration.ofMillis(20));
    }

    /** Turns the stream away like that, many times. */
    private void refuse(ScriptedServer server, String condition, Duration longestPause) throws InterruptedException {
        for (int attempt = 0; attempt < MANY; attempt++) {
            try (Peer peer = server.accept()) {
                peer.readUntil("to='buddies.montague.lit'>");
                peer.write(HEADER + HandshakeTest.error(condition, ""));
                peer.readToEnd();
            }
            assertPaused(Duration.ofSeconds(1), longestPause);
        }
    }

    @Test
    @DisplayName("conflict: stands by, and takes over when the other is gone")
    void conflict() throws InterruptedException {
        try (ScriptedServer server = new ScriptedServer()) {
            ComponentStream stream = start(server.port(), Timing.DEFAULT);
            refuse(server, "conflict", Duration.ofSeconds(5));
            assertWell(server, stream);
        }
        assertTold("stands by: conflict: another instance is attached");
    }

    @Test
    @DisplayName("wrong secret corrected on the server")
    void wrongSecret() throws InterruptedException {
        try (ScriptedServer server = new ScriptedServer()) {
            ComponentStream stream = start(server.port(), Timing.DEFAULT);
            refuse(server, "not-authorized", Duration.ofSeconds(60));
            assertWell(server, stream);
        }
        assertTold("not attached: not-authorized");
    }

    @Test
    @DisplayName("clean stream end, and server restart: for a while nothing listens")
    void serverRestart() throws InterruptedException, IOException {
        ComponentStream stream;
        int port;
        try (ScriptedServer server = new ScriptedServer()) {
            port = server.port();
            stream = start(port, Timing.DEFAULT);
            Peer peer = server.attach();
            Heard.until(() -> stream.status().attached());
            peer.write("</stream:stream>");
            assertThat(peer.readToEnd()).contains("</stream:stream>");
            peer.close();
        }
        // It tries all the time, since no pause lasts here.
        for (int attempt = 0; attempt < MANY; attempt++) {
            assertPaused(Duration.ofSeconds(1), Duration.ofSeconds(60));
        }
        try (ScriptedServer server =
                new ScriptedServer(new ServerSocket(port, 50, InetAddress.getByName("127.0.0.1")))) {
            assertWell(server, stream);
        }
        assertThat(lines.all.get(0)).contains("attached to");
        assertThat(lines.all.get(1)).contains("closed the stream: it may be restarting");
        assertThat(lines.all.stream().filter(line -> line.contains("nothing listens")))
                .hasSizeLessThanOrEqualTo(1);
        assertThat(lines.all.stream().filter(line -> line.contains("attached to")))
                .hasSize(2);
    }

    @Test
    @DisplayName("half-open connection: the server is gone without a word")
    void halfOpen() throws InterruptedException {
        Timing hasty = Timings.idle(Duration.ofSeconds(2), Duration.ofSeconds(1));
        try (ScriptedServer server = new ScriptedServer()) {
            ComponentStream stream = start(server.port(), hasty);
            server.attach();
            assertThat(heard.next()).isEqualTo("attached");
            assertThat(heard.next()).isEqualTo("detached silent");
            assertWell(server, stream);
        }
        assertThat(lines.all.get(0)).contains("attached to");
        assertThat(lines.all.get(1)).contains("was silent and did not answer");
        assertThat(lines.all.get(2)).contains("attached to");
    }

    private void assertTold(String wrong) {
        assertThat(lines.all).hasSize(2);
        assertThat(lines.all.get(0)).contains(wrong);
        assertThat(lines.all.get(1)).contains("attached to 127.0.0.1");
    }
}
