package org.serverroster.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.stream.Parsing.HEADER;
import static org.serverroster.stream.Parsing.utf8;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.serverroster.stream.Heard.Running;
import org.serverroster.stream.ScriptedServer.Peer;
import org.serverroster.stream.StreamEnd.Kind;
import org.serverroster.stream.StreamSettings.Limits;
import org.serverroster.stream.StreamSettings.Timing;

/** How a stream ends in each of its states, and that it always comes back. */
class StreamEndsTest {

    private final Heard heard = new Heard();

    /** How far the server goes before it ends the stream. */
    private enum Stage {
        BEFORE_HEADER(peer -> {}),
        MID_HEADER(peer -> peer.write(HEADER.substring(0, 100))),
        AFTER_HEADER(peer -> peer.write(HEADER)),
        AFTER_PROOF(peer -> {
            peer.write(HEADER);
            peer.readUntil(ScriptedServer.PROOF);
        }),
        ATTACHED(peer -> {
            AFTER_PROOF.go.accept(peer);
            peer.write("<handshake/>");
        }),
        MID_STANZA(peer -> {
            ATTACHED.go.accept(peer);
            peer.write("<presence id='1'/><message><bo");
        });

        private final Consumer<Peer> go;

        Stage(Consumer<Peer> go) {
            this.go = go;
        }
    }

    static Stream<Arguments> ends() {
        List<Arguments> all = new ArrayList<>();
        for (Stage stage : Stage.values()) {
            all.add(row(stage, "closes", Peer::close, "connection-lost"));
            all.add(row(stage, "breaks", Peer::reset, "connection-lost"));
            boolean between = stage != Stage.MID_HEADER && stage != Stage.MID_STANZA;
            if (between && stage != Stage.BEFORE_HEADER) {
                all.add(row(stage, "ends", peer -> peer.write("</stream:stream>"), "server-closed"));
                for (String condition : List.of("conflict", "host-unknown", "not-authorized", "system-shutdown")) {
                    all.add(row(stage, condition, peer -> peer.write(HandshakeTest.error(condition, "x")), condition));
                    all.add(row(
                            stage,
                            condition + " and closes",
                            peer -> {
                                peer.write(HandshakeTest.error(condition, "x"));
                                peer.close();
                            },
                            condition));
                }
            }
            all.add(row(stage, "talks nonsense", peer -> peer.write("<<<"), "protocol-fault"));
        }
        return all.stream();
    }

    private static Arguments row(Stage stage, String how, Consumer<Peer> end, String label) {
        return Arguments.of(stage, how, end, label);
    }

    @ParameterizedTest(name = "{0} the server {1}")
    @MethodSource("ends")
    void aStreamEndsAndComesBack(Stage stage, String how, Consumer<Peer> end, String label)
            throws InterruptedException {
        try (ScriptedServer server = new ScriptedServer();
                Running running = heard.run(Heard.settings(server))) {
            Peer peer = server.accept();
            peer.readUntil("to='buddies.montague.lit'>");
            stage.go.accept(peer);
            boolean attached = stage.compareTo(Stage.ATTACHED) >= 0;
            if (attached) {
                assertThat(heard.next()).isEqualTo("attached");
            }
            end.accept(peer);
            assertThat(heard.end().label()).isEqualTo(label);
            if (stage == Stage.MID_STANZA) {
                assertThat(heard.next()).isEqualTo("<presence id='1'/>");
            }
            if (attached) {
                assertThat(heard.next()).isEqualTo("detached " + label);
            }
            peer.close();
            server.attach();
            assertThat(heard.next()).isEqualTo("attached");
            assertThat(running.stream().status().attached()).isTrue();
            assertThat(running.stream().status().fault()).map(StreamEnd::label).contains(label);
        }
    }

    @Test
    void closingOurselvesWhileTheServerDoesAnyOfThatIsOurClose() throws InterruptedException {
        for (Consumer<Peer> end :
                List.<Consumer<Peer>>of(Peer::close, peer -> peer.write("</stream:stream>"), peer -> {})) {
            try (ScriptedServer server = new ScriptedServer()) {
                ComponentStream stream = heard.start(Heard.settings(server));
                Peer peer = server.attach();
                assertThat(heard.next()).isEqualTo("attached");
                Thread closer = new Thread(() -> stream.close(Duration.ofMillis(300)));
                closer.start();
                peer.readUntil("</stream:stream>");
                end.accept(peer);
                assertThat(heard.next()).isEqualTo("detached closed");
                assertThat(heard.end().kind()).isEqualTo(Kind.CLOSED);
                closer.join();
            }
        }
    }

    @Test
    void aHandshakeCutAtEveryByteEndsInWordsAndNeverAttaches() throws InterruptedException {
        byte[] said = utf8(HEADER + "<handshake/>");
        try (ScriptedServer server = new ScriptedServer();
                Running running = heard.run(Heard.settings(server))) {
            for (int cut = 0; cut < said.length; cut++) {
                Peer peer = server.accept();
                peer.readUntil("to='buddies.montague.lit'>");
                peer.write(Arrays.copyOf(said, Math.min(cut, HEADER.length())));
                if (cut >= HEADER.length()) {
                    peer.readUntil(ScriptedServer.PROOF);
                    peer.write(Arrays.copyOfRange(said, HEADER.length(), cut));
                }
                peer.close();
                assertThat(heard.end().kind()).as("cut at %d", cut).isEqualTo(Kind.CONNECTION_LOST);
            }
            assertThat(heard.all()).isEmpty();
            server.attach();
            assertThat(heard.next()).isEqualTo("attached");
            assertThat(running.stream().status().attached()).isTrue();
        }
    }

    @Test
    void aHandshakeByteByByteAttaches() throws InterruptedException {
        try (ScriptedServer server = new ScriptedServer();
                Running running = heard.run(Heard.settings(server))) {
            Peer peer = server.accept();
            peer.readUntil("to='buddies.montague.lit'>");
            for (byte b : utf8(HEADER + "<handshake/><presence/>")) {
                peer.write(new byte[] {b});
            }
            assertThat(heard.next()).isEqualTo("attached");
            assertThat(heard.next()).isEqualTo("<presence/>");
            assertThat(running.stream().status().fault()).isEmpty();
        }
    }

    @Test
    void anOpenfireThatRefusesWithoutIdAndWithoutAWord() throws InterruptedException {
        try (ScriptedServer server = new ScriptedServer();
                Running running = heard.run(Heard.settings(server))) {
            Peer peer = server.accept();
            peer.readUntil("to='buddies.montague.lit'>");
            peer.write(HEADER.replace(" id='3BF96D32'", ""));
            peer.close();
            StreamEnd end = heard.end();
            assertThat(end.kind()).isEqualTo(Kind.REFUSED);
            assertThat(end.words()).contains("configured there as an external component");
            assertThat(running.stream().status().attached()).isFalse();
        }
    }

    @Test
    void aServersFaultIsToldToItBeforeTheConnectionGoes() throws InterruptedException {
        Timing unhurried = Timings.parting(Duration.ofSeconds(30));
        try (ScriptedServer server = new ScriptedServer();
                Running running = heard.run(Heard.settings(server.port(), Limits.DEFAULT, unhurried))) {
            Peer peer = server.attach();
            assertThat(heard.next()).isEqualTo("attached");
            peer.write("<message><!-- x --></message>" + "<presence/>".repeat(10_000));
            assertThat(peer.readUntil("</stream:stream>"))
                    .isEqualTo("<stream:error><restricted-xml xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>"
                            + "</stream:error></stream:stream>");
            peer.close();
            assertThat(heard.end().condition()).contains(StreamCondition.RESTRICTED_XML);
            assertThat(running.stream().status().attached()).isFalse();
        }
    }

    @Test
    void theHandshakeHasOneDeadlineForAllOfIt() throws InterruptedException, IOException {
        Timing hasty = Timings.handshake(Duration.ofMillis(300));
        try (ScriptedServer server = new ScriptedServer();
                Running running = heard.run(Heard.settings(server.port(), Limits.DEFAULT, hasty))) {
            Peer peer = server.accept();
            peer.readUntil("to='buddies.montague.lit'>");
            peer.write(HEADER);
            // A byte now and then gains no time.
            Thread dribble = new Thread(() -> {
                try {
                    while (true) {
                        peer.write(" ");
                        TimeUnit.MILLISECONDS.sleep(20);
                    }
                } catch (java.io.UncheckedIOException | InterruptedException e) {
                    // The component has gone.
                }
            });
            dribble.start();
            assertThat(heard.end().kind()).isEqualTo(Kind.HANDSHAKE_TIMEOUT);
            assertThat(running.stream().status().fault().orElseThrow().words()).contains("0.3 s");
            dribble.join();
        }
    }
}
